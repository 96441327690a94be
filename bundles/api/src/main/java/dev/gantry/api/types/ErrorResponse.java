package dev.gantry.api.types;

/// The body of every failure.
public record ErrorResponse(String message) {
    /// Replaces absent strings by empty ones and copies collections.
    public ErrorResponse {
        message = Values.text(message);
    }
}
