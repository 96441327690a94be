package dev.gantry.plugins;

import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Looks for a plugin's socket, else for the file that describes it.
final class Discovery {
    private static final int LARGEST_FILE = 64 * 1024;
    private static final int KIND_OF_FILE = 0170000;
    private static final int SOCKET = 0140000;

    private final Path sockets;
    private final List<Path> descriptions;

    Discovery() {
        this(
                Path.of("/run/docker/plugins"),
                List.of(Path.of("/etc/docker/plugins"), Path.of("/usr/lib/docker/plugins")));
    }

    /// @param sockets the directory of sockets
    /// @param descriptions directories of `.spec` and `.json` files; what stands earlier wins
    Discovery(Path sockets, List<Path> descriptions) {
        this.sockets = sockets;
        this.descriptions = descriptions;
    }

    /// What a `NAME.json` holds.
    record Description(
            @Nullable String Name,
            @Nullable String Addr,
            @Nullable TlsFiles TLSConfig) {}

    /// Where the plugin listens; null when nothing tells.
    ///
    /// @param read reads JSON
    /// @throws EngineException SYSTEM for a description that makes no sense
    @Nullable Address find(String name, Function<byte[], Description> read) {
        if (!isPlain(name)) {
            return null;
        }
        for (Path socket : places(sockets, name, ".sock")) {
            if (isSocket(socket)) {
                return Address.unix(socket);
            }
        }
        for (Path directory : descriptions) {
            for (Path spec : places(directory, name, ".spec")) {
                if (Files.isRegularFile(spec)) {
                    return parse(spec, text(spec).strip(), TlsFiles.NONE);
                }
            }
            for (Path json : places(directory, name, ".json")) {
                if (Files.isRegularFile(json)) {
                    return described(json, read);
                }
            }
        }
        return null;
    }

    /// Names come from clients: one must not lead out of the directories.
    private static boolean isPlain(String name) {
        return !name.isEmpty() && !name.startsWith(".") && name.chars().noneMatch(c -> c == '/' || c < ' ');
    }

    private static List<Path> places(Path directory, String name, String extension) {
        return List.of(
                directory.resolve(name + extension), directory.resolve(name).resolve(name + extension));
    }

    private static boolean isSocket(Path path) {
        try {
            return Files.getAttribute(path, "unix:mode") instanceof Integer mode && (mode & KIND_OF_FILE) == SOCKET;
        } catch (IOException e) {
            return false;
        }
    }

    private static Address described(Path file, Function<byte[], Description> read) {
        Description description;
        try {
            description = read.apply(text(file).getBytes(StandardCharsets.UTF_8));
        } catch (EngineException e) {
            throw EngineException.system(file + ": " + e.getMessage(), e);
        }
        String address = description.Addr();
        TlsFiles tls = description.TLSConfig();
        return parse(file, address == null ? "" : address, tls == null ? TlsFiles.NONE : tls);
    }

    private static Address parse(Path file, String address, TlsFiles tls) {
        try {
            return Address.parse(address, tls);
        } catch (IllegalArgumentException e) {
            throw EngineException.system(file + ": " + e.getMessage(), e);
        }
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw EngineException.system(file + " is too large for a plugin's description");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw EngineException.system("cannot read " + file, e);
        }
    }
}
