package dev.gantry.api.container;

import dev.gantry.api.image.Reference;
import dev.gantry.api.types.ContainerConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A container of which an image is to be made.
///
/// @param container id, name or prefix
/// @param target the image's tag; null for none
/// @param config what the image is to say; null to take it from the container
/// @param changes lines of a Dockerfile, applied to that
/// @param author empty for none
/// @param comment empty for none
/// @param pause whether a running container is frozen meanwhile
public record CommitContainerRequest(
        String container,
        @Nullable Reference target,
        @Nullable ContainerConfig config,
        List<String> changes,
        String author,
        String comment,
        boolean pause) {
    /// Copies the list.
    public CommitContainerRequest {
        changes = List.copyOf(changes);
    }
}
