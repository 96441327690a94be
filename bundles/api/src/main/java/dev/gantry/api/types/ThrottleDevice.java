package dev.gantry.api.types;

/// The block I/O limit of one device, in bytes or operations per second.
public record ThrottleDevice(String Path, long Rate) {
    /// Replaces absent strings by empty ones and copies collections.
    public ThrottleDevice {
        Path = Values.text(Path);
    }
}
