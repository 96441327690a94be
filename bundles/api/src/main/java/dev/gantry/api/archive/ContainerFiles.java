package dev.gantry.api.archive;

import dev.gantry.api.types.FilesystemChange;
import dev.gantry.api.types.PathStat;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// The files of containers, running or not, from outside. Paths are resolved inside the container's root with its mounts; a
/// link can never lead out of it. Safe from any thread; failures are [EngineExceptions][dev.gantry.api.error.EngineException] in
/// Docker's words.
@ProviderType
public interface ContainerFiles {
    /// What a path is.
    ///
    /// @param container id, name or unique prefix
    PathStat stat(String container, String path);

    /// Opens a path for reading as tar; the caller closes it.
    ArchiveReader read(String container, String path);

    /// Unpacks a tar (as it is, or gzip, bzip2, xz, zstd) into a directory.
    ///
    /// @param noOverwriteDirNonDir refuse to replace a directory by something else and the reverse
    /// @param copyOwners give the files to the container's user instead of the owners in the tar
    void write(String container, String path, boolean noOverwriteDirNonDir, boolean copyOwners, InputStream tar)
            throws IOException;

    /// What differs from the image, sorted by path; null when nothing does.
    @Nullable List<FilesystemChange> changes(String container);

    /// Opens the whole root filesystem without volumes as tar; the caller closes it.
    ArchiveReader export(String container);
}
