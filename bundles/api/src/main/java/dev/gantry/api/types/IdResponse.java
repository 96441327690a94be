package dev.gantry.api.types;

/// An answer that is only an id.
public record IdResponse(String Id) {
    /// Replaces absent strings by empty ones and copies collections.
    public IdResponse {
        Id = Values.text(Id);
    }
}
