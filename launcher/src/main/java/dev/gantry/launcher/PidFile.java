package dev.gantry.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The file with this process's id. It is the last thing to go: who waits for that may start the next daemon at once.
final class PidFile implements AutoCloseable {
    private volatile @Nullable Path file;

    /// @param written by the daemon, which has judged whether it may
    void remember(Path written) {
        file = written.toAbsolutePath();
    }

    /// Removes it, if it is still this process's.
    @Override
    public void close() {
        Path written = file;
        if (written == null || !Files.exists(written)) {
            return;
        }
        try {
            if (Files.readString(written)
                    .strip()
                    .equals(Long.toString(ProcessHandle.current().pid()))) {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            System.err.println("gantry: failed to remove pid file: " + e);
        }
    }
}
