package dev.gantry.api.types;

/// The body of `POST /networks/{id}/disconnect`.
public record NetworkDisconnectRequest(String Container, boolean Force) {
    /// Replaces absent strings by empty ones and copies collections.
    public NetworkDisconnectRequest {
        Container = Values.text(Container);
    }
}
