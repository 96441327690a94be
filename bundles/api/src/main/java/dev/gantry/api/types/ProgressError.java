package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;

/// The failure that ends a progress stream.
public record ProgressError(@OmitEmpty int code, @OmitEmpty String message) {
    /// Replaces absent strings by empty ones and copies collections.
    public ProgressError {
        message = Values.text(message);
    }
}
