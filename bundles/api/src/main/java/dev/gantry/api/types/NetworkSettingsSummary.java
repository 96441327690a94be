package dev.gantry.api.types;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The part of the network settings that a list shows.
public record NetworkSettingsSummary(@Nullable Map<String, EndpointSettings> Networks) {
    /// Replaces absent strings by empty ones and copies collections.
    public NetworkSettingsSummary {
        Networks = Values.map(Networks);
    }
}
