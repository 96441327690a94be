package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import org.jspecify.annotations.Nullable;

/// The body of `POST /networks/{id}/connect`.
public record NetworkConnectRequest(
        String Container, @OmitEmpty @Nullable EndpointSettings EndpointConfig) {
    /// Replaces absent strings by empty ones and copies collections.
    public NetworkConnectRequest {
        Container = Values.text(Container);
    }
}
