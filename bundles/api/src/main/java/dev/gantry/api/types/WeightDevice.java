package dev.gantry.api.types;

/// The block I/O weight of one device.
public record WeightDevice(String Path, int Weight) {
    /// Replaces absent strings by empty ones and copies collections.
    public WeightDevice {
        Path = Values.text(Path);
    }
}
