package dev.gantry.engine.record;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.linux.AtomicFiles;
import dev.gantry.api.types.HostConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Containers on disk: `<data-root>/containers/<id>/`, in Docker's layout.
public final class ContainerStore {
    private static final int PRIVATE = 0600;
    private static final int READABLE = 0644;
    private static final int DIRECTORY = 0710;
    private static final String CONFIG = "config.v2.json";
    private static final String HOST_CONFIG = "hostconfig.json";

    /// The record of what is not a container yet: its anonymous volumes go with it.
    private static final String LEAVING = "leaving.json";

    private final Path root;
    private final AtomicFiles files;
    private final JsonCodec json;

    /// @param dataRoot the daemon's
    public ContainerStore(Path dataRoot, AtomicFiles files, JsonCodec json) {
        this.root = dataRoot.resolve("containers");
        this.files = files;
        this.json = json;
    }

    /// Where a container's files are.
    public Path directory(String id) {
        return root.resolve(id);
    }

    /// Makes the directory of a container to be, before anything else is made for it: what a crash leaves of it is found by it.
    public void reserve(String id) {
        try {
            files.directories(root, DIRECTORY);
            files.directories(directory(id), DIRECTORY);
        } catch (IOException e) {
            throw EngineException.system("cannot make the container's directory: " + e.getMessage(), e);
        }
    }

    /// Makes the directory of a new container and the files that are mounted into it.
    public void makeDirectory(ContainerFacts facts) throws IOException {
        Path directory = directory(facts.id());
        files.directories(root, DIRECTORY);
        files.directories(directory, DIRECTORY);
        files.directories(directory.resolve("checkpoints"), 0700);
        files.writeVolatile(directory.resolve("hosts"), new byte[0], READABLE);
        files.writeVolatile(directory.resolve("resolv.conf"), new byte[0], READABLE);
        files.writeVolatile(
                directory.resolve("hostname"),
                (facts.config().Hostname() + "\n").getBytes(StandardCharsets.UTF_8),
                READABLE);
    }

    /// Notes what was made for a container to be: unless [#create] follows, the next daemon takes it back.
    public void announce(ContainerFacts facts) {
        write(directory(facts.id()).resolve(LEAVING), content(facts), false);
    }

    /// Writes everything, so that it survives a power cut unless the container removes itself anyway.
    public void create(ContainerFacts facts) {
        saveHost(facts);
        save(facts, !facts.host().AutoRemove());
        deleteFile(facts.id(), LEAVING);
    }

    /// Writes what changes while it lives.
    ///
    /// @param durable whether to wait for the disk
    public void save(ContainerFacts facts, boolean durable) {
        write(directory(facts.id()).resolve(CONFIG), content(facts), durable);
    }

    private byte[] content(ContainerFacts facts) {
        return json.write(StoredContainer.of(facts, directory(facts.id()).toString()));
    }

    /// Writes what it asks of the machine.
    public void saveHost(ContainerFacts facts) {
        write(
                directory(facts.id()).resolve(HOST_CONFIG),
                json.write(facts.host()),
                !facts.host().AutoRemove());
    }

    private void write(Path file, byte[] content, boolean durable) {
        try {
            if (durable) {
                files.write(file, content, PRIVATE);
            } else {
                files.writeVolatile(file, content, PRIVATE);
            }
        } catch (IOException e) {
            throw EngineException.system("cannot save the container: " + e.getMessage(), e);
        }
    }

    /// Forgets the record, so that a daemon that starts now clears away the rest.
    public void forget(String id) {
        deleteFile(id, CONFIG);
    }

    private void deleteFile(String id, String name) {
        try {
            Files.deleteIfExists(directory(id).resolve(name));
        } catch (IOException e) {
            throw EngineException.system("cannot remove the container's record: " + e.getMessage(), e);
        }
    }

    /// Deletes the directory with all that is in it.
    public void delete(String id) throws IOException {
        deleteTree(directory(id));
    }

    /// Deletes a directory with all that is in it; an absent one is no error.
    public static void deleteTree(Path directory) throws IOException {
        List<Path> found;
        try (Stream<Path> walk = Files.walk(directory)) {
            found = new ArrayList<>(walk.toList());
        } catch (NoSuchFileException e) {
            return;
        }
        for (Path path : found.reversed()) {
            Files.deleteIfExists(path);
        }
    }

    /// Ids of all directories, with a record or without.
    public List<String> ids() throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("[0-9a-f]{64}"))
                    .toList();
        }
    }

    /// Reads a container; null when there is no record of it.
    public @Nullable ContainerFacts load(String id) throws IOException {
        return load(id, CONFIG);
    }

    /// Reads what was announced; null when there is nothing of the kind.
    public @Nullable ContainerFacts leaving(String id) throws IOException {
        return load(id, LEAVING);
    }

    private @Nullable ContainerFacts load(String id, String name) throws IOException {
        Path directory = directory(id);
        byte[] config;
        try {
            config = Files.readAllBytes(directory.resolve(name));
        } catch (NoSuchFileException e) {
            return null;
        }
        Path hostFile = directory.resolve(HOST_CONFIG);
        byte[] host = Files.exists(hostFile) ? Files.readAllBytes(hostFile) : new byte[] {'{', '}'};
        return json.read(config, StoredContainer.class).facts(json.read(host, HostConfig.class));
    }
}
