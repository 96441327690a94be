package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The part of the host configuration that a list shows.
public record HostConfigSummary(
        @OmitEmpty String NetworkMode, @OmitEmpty @Nullable Map<String, String> Annotations) {
    /// All fields at their zero values.
    public static final HostConfigSummary EMPTY = new HostConfigSummary("", null);

    /// Replaces absent strings by empty ones and copies collections.
    public HostConfigSummary {
        NetworkMode = Values.text(NetworkMode);
        Annotations = Values.map(Annotations);
    }
}
