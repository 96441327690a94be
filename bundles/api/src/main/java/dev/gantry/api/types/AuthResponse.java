package dev.gantry.api.types;

/// The answer of `POST /auth`.
public record AuthResponse(String Status, String IdentityToken) {
    /// Replaces absent strings by empty ones and copies collections.
    public AuthResponse {
        Status = Values.text(Status);
        IdentityToken = Values.text(IdentityToken);
    }
}
