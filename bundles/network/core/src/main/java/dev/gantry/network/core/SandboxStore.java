package dev.gantry.network.core;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// The files of sandboxes: one of state and one namespace each. All below the run directory, which a boot clears.
final class SandboxStore {
    private static final int SHORT = 12;

    private final StateFiles files;
    private final Path states;
    private final Path namespaces;

    SandboxStore(StateFiles files, Path runDirectory) {
        this.files = files;
        this.states = runDirectory.resolve("network/sandboxes");
        this.namespaces = runDirectory.resolve("netns");
        files.directory(states, 0700);
        files.directory(namespaces, 0755);
    }

    Path namespace(String sandboxId) {
        return namespaces.resolve(sandboxId.substring(0, SHORT));
    }

    /// What an inspect answer shows for a container in the host's namespace.
    String hostKey() {
        return namespaces.resolve("default").toString();
    }

    List<StoredSandbox> load() {
        return files.readAll(states, StoredSandbox.class).stream()
                .sorted(Comparator.comparingLong(StoredSandbox::ordinal))
                .toList();
    }

    void save(StoredSandbox sandbox) {
        files.saveVolatile(file(sandbox), sandbox);
    }

    void delete(StoredSandbox sandbox) {
        files.delete(file(sandbox));
    }

    private Path file(StoredSandbox sandbox) {
        return states.resolve(sandbox.containerId() + ".json");
    }

    /// The namespace files that there are.
    List<Path> namespaceFiles() {
        return StateFiles.list(namespaces).stream().filter(Files::isRegularFile).toList();
    }
}
