package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Options of a volume mount.
public record VolumeOptions(
        @OmitEmpty boolean NoCopy,
        @OmitEmpty @Nullable Map<String, String> Labels,
        @OmitEmpty String Subpath,
        @OmitEmpty @Nullable VolumeDriverConfig DriverConfig) {
    /// Replaces absent strings by empty ones and copies collections.
    public VolumeOptions {
        Labels = Values.map(Labels);
        Subpath = Values.text(Subpath);
    }
}
