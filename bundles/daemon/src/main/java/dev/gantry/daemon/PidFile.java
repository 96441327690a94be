package dev.gantry.daemon;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.FileNodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The file that tells others which process this is. The launcher removes it.
final class PidFile {
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rwxr-xr-x");

    private PidFile() {}

    /// @throws EngineException CONFLICT when another process's id is in it, and that one lives
    static void write(Path file, FileNodes nodes) throws IOException {
        long own = ProcessHandle.current().pid();
        long other = read(file);
        if (other > 0 && other != own && Files.exists(Path.of("/proc/" + other))) {
            throw EngineException.conflict("failed to start daemon, ensure docker is not running or delete " + file
                    + ": process with PID " + other + " is still running");
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(READABLE));
        }
        Files.writeString(file, Long.toString(own));
        nodes.setMode(file, 0644);
    }

    /// The process id in the file; 0 when there is none.
    static long read(Path file) {
        try {
            return Math.max(0, Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
