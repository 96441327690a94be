package dev.gantry.api.container;

import dev.gantry.api.types.MountPoint;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// A container's files, kept accessible until closed. Paths inside belong to the container: resolve them only with
/// [Descriptors#openInRoot][dev.gantry.api.linux.Descriptors#openInRoot].
@ProviderType
public interface MountedRoot extends AutoCloseable {
    /// Its root directory.
    Path path();

    /// The directory of what the container itself has written (the upper directory of the overlay); null when the
    /// snapshotter has none.
    @Nullable Path written();

    /// The directories under [#written], nearest first: the layers of the image; empty when there is no `written`.
    List<Path> layers();

    /// What is mounted inside; empty when opened without volumes.
    List<MountPoint> mounts();

    /// Whether the container may not write to its root file system.
    boolean isReadOnly();

    /// Lets go. Safe to call twice.
    @Override
    void close();
}
