package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The driver that makes the volume when it does not exist yet.
public record VolumeDriverConfig(
        @OmitEmpty String Name, @OmitEmpty @Nullable Map<String, String> Options) {
    /// Replaces absent strings by empty ones and copies collections.
    public VolumeDriverConfig {
        Name = Values.text(Name);
        Options = Values.map(Options);
    }
}
