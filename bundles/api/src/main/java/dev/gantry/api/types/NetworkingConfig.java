package dev.gantry.api.types;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The networks a new container joins, by name or id.
public record NetworkingConfig(@Nullable Map<String, EndpointSettings> EndpointsConfig) {
    /// Replaces absent strings by empty ones and copies collections.
    public NetworkingConfig {
        EndpointsConfig = Values.map(EndpointsConfig);
    }
}
