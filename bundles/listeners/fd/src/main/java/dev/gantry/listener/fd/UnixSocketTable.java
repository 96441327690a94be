package dev.gantry.listener.fd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Knows the unix sockets of this network namespace, as the kernel lists them.
final class UnixSocketTable {
    private final Path descriptors;
    private final Path table;

    UnixSocketTable() {
        this(Path.of("/proc/self/fd"), Path.of("/proc/self/net/unix"));
    }

    UnixSocketTable(Path descriptors, Path table) {
        this.descriptors = descriptors;
        this.table = table;
    }

    /// The path of the unix socket that the descriptor is, `@` when it has none; null when it is no unix socket.
    @Nullable String path(int fd) throws IOException {
        String target =
                Files.readSymbolicLink(descriptors.resolve(String.valueOf(fd))).toString();
        if (!target.startsWith("socket:[")) {
            return null;
        }
        String inode = target.substring("socket:[".length(), target.length() - 1);
        for (String line : Files.readAllLines(table)) {
            String[] field = line.trim().split("\\s+", 8);
            if (field.length >= 7 && field[6].equals(inode)) {
                return field.length > 7 ? field[7] : "@";
            }
        }
        return null;
    }
}
