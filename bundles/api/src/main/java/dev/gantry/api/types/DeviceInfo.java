package dev.gantry.api.types;

/// A device that a device driver found.
public record DeviceInfo(String Source, String ID) {
    /// Replaces absent strings by empty ones and copies collections.
    public DeviceInfo {
        Source = Values.text(Source);
        ID = Values.text(ID);
    }
}
