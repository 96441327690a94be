package dev.gantry.api.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `POST /containers/prune`.
public record ContainersPruneReport(@Nullable List<String> ContainersDeleted, long SpaceReclaimed) {
    /// Replaces absent strings by empty ones and copies collections.
    public ContainersPruneReport {
        ContainersDeleted = Values.list(ContainersDeleted);
    }
}
