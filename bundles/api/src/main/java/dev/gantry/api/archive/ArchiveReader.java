package dev.gantry.api.archive;

import dev.gantry.api.types.PathStat;
import java.io.IOException;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ProviderType;

/// An opened tree on its way out. For one thread at a time; needs no lease.
@ProviderType
public interface ArchiveReader extends AutoCloseable {
    /// What was opened.
    PathStat stat();

    /// Writes the tar, once; neither flushes nor closes `out`.
    ///
    /// @throws IOException what `out` threw, or the file system
    void writeTo(OutputStream out) throws IOException;

    /// Lets go of the container's file system. Safe to call twice.
    @Override
    void close();
}
