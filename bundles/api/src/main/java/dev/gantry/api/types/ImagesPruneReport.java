package dev.gantry.api.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `POST /images/prune`.
public record ImagesPruneReport(@Nullable List<ImageDeleteResponse> ImagesDeleted, long SpaceReclaimed) {
    /// Replaces absent strings by empty ones and copies collections.
    public ImagesPruneReport {
        ImagesDeleted = Values.list(ImagesDeleted);
    }
}
