package dev.gantry.api.types;

/// Why waiting failed.
public record WaitError(@OmitEmpty String Message) {
    /// Replaces absent strings by empty ones and copies collections.
    public WaitError {
        Message = Values.text(Message);
    }
}
