package dev.gantry.daemon;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.FileNodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file that tells others which process this is.
final class PidFile {
    /// Nothing was written.
    static final PidFile NONE = new PidFile("");

    private static final Logger LOG = LoggerFactory.getLogger(PidFile.class);

    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rwxr-xr-x");

    private final String path;

    private PidFile(String path) {
        this.path = path;
    }

    /// @param path empty for no file
    static PidFile write(String path, FileNodes nodes) throws IOException {
        if (path.isEmpty()) {
            return NONE;
        }
        Path file = Path.of(path);
        long own = ProcessHandle.current().pid();
        long other = read(file);
        if (other > 0 && other != own && Files.exists(Path.of("/proc/" + other))) {
            throw EngineException.conflict("failed to start daemon, ensure docker is not running or delete " + path
                    + ": process with PID " + other + " is still running");
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(READABLE));
        }
        Files.writeString(file, Long.toString(own));
        nodes.setMode(file, 0644);
        return new PidFile(path);
    }

    /// The process id in the file; 0 when there is none.
    static long read(Path file) {
        try {
            return Math.max(0, Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    void remove() {
        if (path.isEmpty()) {
            return;
        }
        try {
            Files.deleteIfExists(Path.of(path));
        } catch (IOException e) {
            LOG.error("failed to remove pid file: {}", e.getMessage());
        }
    }
}
