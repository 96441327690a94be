package dev.gantry.api.image;

import dev.gantry.api.types.ContainerConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A container to be made an image. The caller pauses it.
///
/// @param containerId whose root file system it is
/// @param imageId what the container was made from; empty when it was made from nothing
/// @param containerConfig how the container was configured
/// @param config what the new image is to say; null to take it from the container
/// @param changes lines of a Dockerfile, applied to that
/// @param target its tag; null for none
/// @param author empty for none
/// @param comment empty for none
public record CommitRequest(
        String containerId,
        String imageId,
        ContainerConfig containerConfig,
        @Nullable ContainerConfig config,
        List<String> changes,
        @Nullable Reference target,
        String author,
        String comment) {
    /// Copies the list.
    public CommitRequest {
        changes = List.copyOf(changes);
    }
}
