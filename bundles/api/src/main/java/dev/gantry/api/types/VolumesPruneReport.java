package dev.gantry.api.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `POST /volumes/prune`.
public record VolumesPruneReport(@Nullable List<String> VolumesDeleted, long SpaceReclaimed) {
    /// Replaces absent strings by empty ones and copies collections.
    public VolumesPruneReport {
        VolumesDeleted = Values.list(VolumesDeleted);
    }
}
