package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;

/// Why waiting failed.
public record WaitError(@OmitEmpty String Message) {
    /// Replaces absent strings by empty ones and copies collections.
    public WaitError {
        Message = Values.text(Message);
    }
}
