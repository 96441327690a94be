package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.ContainerStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Clears away what a daemon left that died in the middle of something.
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final Machinery engine;
    private final Undoing undoing;
    private final ContainerVolumes volumes;
    private final RemoveContainer removing;

    Leftovers(Machinery engine, Undoing undoing, ContainerVolumes volumes, RemoveContainer removing) {
        this.engine = engine;
        this.undoing = undoing;
        this.volumes = volumes;
        this.removing = removing;
    }

    /// Fifos and mounts of containers that nobody knows any more, and root file systems that somebody looked into.
    void sweep() {
        EngineSettings settings = engine.settings();
        for (Path entry : entries(settings.execRoot().resolve("containers"))) {
            if (isUnknown(entry)) {
                clear(entry);
            }
        }
        if (!settings.freshDaemon()) {
            return;
        }
        entries(settings.execRoot().resolve("roots")).forEach(this::unmount);
        for (Path driver : entries(settings.dataRoot().resolve("rootfs"))) {
            entries(driver).stream().filter(this::isUnknown).forEach(this::unmount);
        }
    }

    private boolean isUnknown(Path entry) {
        String id = entry.getFileName().toString();
        return engine.table().byId(id) == null && !engine.table().leftAlone().contains(id);
    }

    private static List<Path> entries(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        } catch (IOException e) {
            LOG.warn("cannot look for leftovers in {}: {}", directory, e.toString());
            return List.of();
        }
    }

    private void unmount(Path target) {
        try {
            engine.kernel().mounts().unmountAll(target);
            Files.deleteIfExists(target);
        } catch (IOException e) {
            LOG.warn("left behind: {}: {}", target, e.toString());
        }
    }

    private static void clear(Path directory) {
        try {
            ContainerStore.deleteTree(directory);
        } catch (IOException e) {
            LOG.warn("left behind: {}: {}", directory, e.toString());
        }
    }

    /// A directory without a record: of a container that was being made, or whose removal was told.
    void remove(String id) {
        engine.services().runtime.run(runtime -> runtime.discard(id));
        try {
            ContainerFacts facts = engine.store().leaving(id);
            if (facts != null) {
                volumes.removed(facts, true);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("its anonymous volumes stay container={}", id, e);
        }
        removing.disposeById(id);
    }

    /// What a start or an end that was cut off left of a container that does not run.
    ///
    /// @param known what containerd has a record of
    void clearRun(ContainerFacts facts, Set<String> known) {
        String id = facts.id();
        try {
            if (known.contains(id)) {
                engine.services().runtime.run(runtime -> runtime.discard(id));
            }
        } catch (EngineException e) {
            LOG.warn("containerd still knows it container={}", id, e);
        }
        undoing.unmounted(facts);
        clear(engine.settings().execDirectory(id));
    }
}
