package dev.gantry.api.linux;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/// Files that are either whole or absent, whatever happens to the machine.
@ProviderType
public interface AtomicFiles {
    /// Writes beside `file`, syncs, renames over it and syncs the directory. Readers see the old content or the new.
    ///
    /// @param mode permission bits of the new file
    void write(Path file, byte[] content, int mode) throws IOException;

    /// As [#write], without the two syncs: atomic for readers, but a power cut may lose the change. For state that is rebuilt
    /// after a boot of the machine.
    void writeVolatile(Path file, byte[] content, int mode) throws IOException;

    /// Removes a file and syncs its directory; an absent file is no error.
    void delete(Path file) throws IOException;

    /// Makes a directory and its missing parents, each with `mode`; those that exist keep theirs.
    void directories(Path directory, int mode) throws IOException;
}
