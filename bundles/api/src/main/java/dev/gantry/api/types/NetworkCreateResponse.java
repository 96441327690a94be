package dev.gantry.api.types;

/// The answer of `POST /networks/create`.
public record NetworkCreateResponse(String Id, String Warning) {
    /// Replaces absent strings by empty ones and copies collections.
    public NetworkCreateResponse {
        Id = Values.text(Id);
        Warning = Values.text(Warning);
    }
}
