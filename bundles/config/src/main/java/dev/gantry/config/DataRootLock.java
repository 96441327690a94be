package dev.gantry.config;

import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// Keeps two daemons from using one data root. The kernel gives the lock back when the process dies.
final class DataRootLock {
    private static final String NAME = "gantry.lock";

    private @Nullable FileChannel channel;

    synchronized void take(Path dataRoot) throws IOException {
        release();
        Files.createDirectories(
                dataRoot, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
        FileChannel opened =
                FileChannel.open(dataRoot.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(opened);
        if (lock == null) {
            opened.close();
            throw EngineException.conflict(
                    "another engine uses the data root " + dataRoot + "; pass --data-root to use another directory");
        }
        channel = opened;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    synchronized void release() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw EngineException.system("cannot give the data root back", e);
            }
        }
    }
}
