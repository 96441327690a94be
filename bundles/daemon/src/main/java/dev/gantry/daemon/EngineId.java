package dev.gantry.daemon;

import dev.gantry.api.linux.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The engine's name for itself, made once and kept in the data root: the fingerprint of an older engine's key, else random.
final class EngineId {
    private static final String FILE = "engine-id";

    private final AtomicFiles atomic;

    EngineId(AtomicFiles atomic) {
        this.atomic = atomic;
    }

    static boolean isKnown(Path dataRoot) {
        return !read(dataRoot).isEmpty();
    }

    /// @return empty when there is none yet
    static String read(Path dataRoot) {
        try {
            return Files.readString(dataRoot.resolve(FILE)).strip();
        } catch (IOException e) {
            return "";
        }
    }

    void write(Path dataRoot, @Nullable String fingerprint) throws IOException {
        String id = fingerprint != null ? fingerprint : UUID.randomUUID().toString();
        atomic.write(dataRoot.resolve(FILE), id.getBytes(StandardCharsets.UTF_8), 0600);
    }
}
