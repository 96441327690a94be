package dev.gantry.api.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /distribution/{name}/json`.
public record DistributionInspect(
        @Nullable Descriptor Descriptor, @Nullable List<Platform> Platforms) {
    /// Replaces absent strings by empty ones and copies collections.
    public DistributionInspect {
        Platforms = Values.list(Platforms);
    }
}
