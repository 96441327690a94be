package dev.gantry.api.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The platform of one manifest and the containers that use it.
public record ImageManifestData(
        @Nullable Platform Platform,
        @Nullable List<String> Containers,
        @Nullable ImageUnpackedSize Size) {
    /// Replaces absent strings by empty ones and copies collections.
    public ImageManifestData {
        Containers = Values.list(Containers);
    }
}
