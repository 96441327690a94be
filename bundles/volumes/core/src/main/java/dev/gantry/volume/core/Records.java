package dev.gantry.volume.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.linux.AtomicFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The records on disk, `<data-root>/volumes/.gantry/<name>.json`, and in memory.
final class Records {
    private static final Logger LOG = LoggerFactory.getLogger(Records.class);
    private static final String SUFFIX = ".json";

    private final Path directory;
    private final AtomicFiles atomic;
    private final JsonCodec json;
    private final Map<String, VolumeRecord> records = new ConcurrentHashMap<>();

    Records(Path volumes, AtomicFiles atomic, JsonCodec json) {
        this.directory = volumes.resolve(".gantry");
        this.atomic = atomic;
        this.json = json;
        load();
    }

    private void load() {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                load(file);
            }
        } catch (IOException e) {
            throw EngineException.system("cannot read the volumes: " + e.getMessage(), e);
        }
    }

    private void load(Path file) {
        try {
            VolumeRecord read = json.read(Files.readAllBytes(file), VolumeRecord.class);
            records.put(read.Name(), read);
        } catch (IOException | EngineException e) {
            LOG.warn("unreadable volume record {}: {}", file, e.getMessage());
        }
    }

    @Nullable VolumeRecord find(String name) {
        return records.get(name);
    }

    Collection<VolumeRecord> all() {
        return List.copyOf(records.values());
    }

    /// @param durable whether a power cut must not undo it
    void put(VolumeRecord entry, boolean durable) {
        try {
            atomic.directories(directory, 0700);
            if (durable) {
                atomic.write(file(entry.Name()), json.write(entry), 0600);
            } else {
                atomic.writeVolatile(file(entry.Name()), json.write(entry), 0600);
            }
        } catch (IOException e) {
            throw EngineException.system("cannot store volume " + entry.Name() + ": " + e.getMessage(), e);
        }
        records.put(entry.Name(), entry);
    }

    void remove(String name) {
        records.remove(name);
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw EngineException.system("cannot forget volume " + name + ": " + e.getMessage(), e);
        }
    }

    private Path file(String name) {
        if (name.indexOf('/') >= 0) {
            throw EngineException.invalidParameter("invalid volume name: " + name);
        }
        return directory.resolve(name + SUFFIX);
    }
}
