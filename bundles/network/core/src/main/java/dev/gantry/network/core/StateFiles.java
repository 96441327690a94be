package dev.gantry.network.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.linux.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Values as JSON files, whole or absent.
@Component(service = StateFiles.class)
public final class StateFiles {
    private static final Logger log = LoggerFactory.getLogger(StateFiles.class);
    private static final String SUFFIX = ".json";

    private final AtomicFiles files;
    private final JsonCodec json;

    /// @param files writes
    /// @param json encodes
    @Activate
    public StateFiles(@Reference AtomicFiles files, @Reference JsonCodec json) {
        this.files = files;
        this.json = json;
    }

    /// Makes a directory.
    void directory(Path directory, int mode) {
        attempt("create " + directory, () -> files.directories(directory, mode));
    }

    /// Writes what must survive a power cut.
    void save(Path file, Object value) {
        attempt("write " + file, () -> files.write(file, json.write(value), 0600));
    }

    /// Writes what a boot clears anyway.
    void saveVolatile(Path file, Object value) {
        attempt("write " + file, () -> files.writeVolatile(file, json.write(value), 0600));
    }

    /// Replaces a text file that others read.
    void text(Path file, String content, int mode) {
        attempt("write " + file, () -> {
            // In place: the container may have the very file mounted.
            Files.writeString(file, content);
            Files.setPosixFilePermissions(
                    file, PosixFilePermissions.fromString(mode == 0644 ? "rw-r--r--" : "rw-------"));
        });
    }

    void delete(Path file) {
        attempt("delete " + file, () -> Files.deleteIfExists(file));
    }

    /// The value, or null when there is no file or it is damaged, which is logged.
    <T> @Nullable T read(Path file, Class<T> type) {
        try {
            return Files.exists(file) ? json.read(Files.readAllBytes(file), type) : null;
        } catch (IOException | EngineException e) {
            log.warn("state file {} is ignored: {}", file, e.getMessage());
            return null;
        }
    }

    /// All values of a directory.
    <T> List<T> readAll(Path directory, Class<T> type) {
        List<T> values = new ArrayList<>();
        for (Path file : list(directory)) {
            T value = file.getFileName().toString().endsWith(SUFFIX) ? read(file, type) : null;
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /// The files of a directory; none when it is absent.
    static List<Path> list(Path directory) {
        try (var files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static void attempt(String what, Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw EngineException.system(what + ": " + e.getMessage(), e);
        }
    }

    private interface Writing {
        void run() throws IOException;
    }
}
