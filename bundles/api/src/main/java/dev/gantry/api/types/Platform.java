package dev.gantry.api.types;

import dev.gantry.api.json.JsonName;
import dev.gantry.api.json.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An OCI platform.
public record Platform(
        String architecture,
        String os,
        @OmitEmpty @JsonName("os.version") String osVersion,
        @OmitEmpty @JsonName("os.features") @Nullable List<String> osFeatures,
        @OmitEmpty String variant) {
    /// Replaces absent strings by empty ones and copies collections.
    public Platform {
        architecture = Values.text(architecture);
        os = Values.text(os);
        osVersion = Values.text(osVersion);
        osFeatures = Values.list(osFeatures);
        variant = Values.text(variant);
    }
}
