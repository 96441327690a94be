package dev.gantry.engine;

import dev.gantry.api.container.RemoveRequest;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.MountPoint;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.ContainerStore;
import dev.gantry.engine.record.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes containers. Name and id are free as soon as the client has its answer; the disk follows.
final class RemoveContainer {
    private static final Logger LOG = LoggerFactory.getLogger(RemoveContainer.class);

    private final Machinery engine;
    private final RootMounts roots;
    private final ContainerVolumes volumes;
    private final Undoing undoing;
    private final Set<String> undisposed = ConcurrentHashMap.newKeySet();

    RemoveContainer(Machinery engine, RootMounts roots, ContainerVolumes volumes, Undoing undoing) {
        this.engine = engine;
        this.roots = roots;
        this.volumes = volumes;
        this.undoing = undoing;
    }

    /// A container that removes itself has ended; the caller holds its lock.
    ///
    /// @param clearing what is still to be done about its last run
    void removeAfterEnd(Container container, Runnable clearing) {
        engine.services().timing.container("delete", () -> removeNow(container, clearing));
    }

    private void removeNow(Container container, Runnable clearing) {
        ContainerFacts facts = container.facts();
        container.become(facts.withState(new RunState.Removing(facts.state().end())));
        disappear(container, true);
        engine.work().background("removing", facts.id(), () -> {
            clearing.run();
            dispose(facts);
        });
    }

    /// @param stop stops the container when it runs, for a forced removal
    void remove(Container container, RemoveRequest request, Runnable stop) {
        RunState state = container.state();
        if (state.isAlive() || state instanceof RunState.Restarting) {
            if (!request.force()) {
                throw refusal(container);
            }
            stop.run();
        }
        ContainerFacts facts;
        container.lock().lock();
        try {
            facts = marked(container, request.force());
            if (facts == null) {
                return;
            }
            disappear(container, request.volumes() || facts.host().AutoRemove());
        } finally {
            container.lock().unlock();
        }
        engine.work().background("removing", facts.id(), () -> {
            container.awaitClearing();
            dispose(facts);
        });
    }

    private static EngineException refusal(Container container) {
        String word = container.state().word();
        String how = word.equals("paused")
                ? " and must be unpaused first"
                : ": stop the container before removing or force remove";
        return EngineException.conflict(
                "cannot remove container \"/" + container.facts().name() + "\": container is " + word + how);
    }

    /// Null when it has gone meanwhile.
    private @Nullable ContainerFacts marked(Container container, boolean force) {
        if (engine.table().byId(container.id()) != container) {
            return null;
        }
        RunState state = container.state();
        if (state instanceof RunState.Removing) {
            throw EngineException.conflict("removal of container " + container.id() + " is already in progress");
        }
        if (state.isAlive()) {
            throw force
                    ? EngineException.conflict(
                            "cannot remove container \"/" + container.facts().name() + "\": it was started meanwhile")
                    : refusal(container);
        }
        container.restarts().cancel();
        ContainerFacts facts = container.facts().withState(new RunState.Removing(state.end()));
        container.become(facts);
        return facts;
    }

    /// That it is being removed is on disk before anything goes: a daemon that finds it half removed has it as dead, and it can be removed
    /// again. One that removes itself needs no note, the next daemon removes it anyway.
    private void disappear(Container container, boolean withVolumes) {
        ContainerFacts facts = container.facts();
        if (!facts.host().AutoRemove()) {
            note(facts);
        }
        try {
            volumes.removed(facts, withVolumes);
            engine.store().forget(facts.id());
        } catch (RuntimeException e) {
            container.become(facts.withState(new RunState.Dead(facts.state().end())));
            throw e;
        }
        engine.table().remove(container);
        engine.say(facts, "destroy");
        container.gone();
    }

    /// On a full disk, or when somebody has deleted the directory, removing is what helps.
    private void note(ContainerFacts facts) {
        try {
            engine.store().save(facts, false);
        } catch (EngineException e) {
            LOG.error(
                    "that it is being removed could not be saved, it is removed all the same container={}",
                    facts.id(),
                    e);
        }
    }

    /// Deletes what is on disk; also for leftovers of which nothing else is known.
    void dispose(ContainerFacts facts) {
        undoing.closeStreams(facts.id());
        try {
            // Streams that nobody has opened since a restart of the daemon cannot remove their fifos.
            ContainerStore.deleteTree(engine.settings().execDirectory(facts.id()));
        } catch (IOException e) {
            LOG.warn("its fifos stay until the next start of the daemon container={}", facts.id(), e);
        }
        roots.unmount(facts);
        disposeById(facts.id());
    }

    /// Whatever is still mounted there belongs to others, volumes above all, and must not be deleted with the directory.
    private void unmountBelow(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        for (MountPoint mount : engine.kernel().mounts().list().reversed()) {
            if (mount.target().startsWith(directory)) {
                engine.kernel().mounts().unmount(mount.target(), true);
            }
        }
    }

    /// Tries again what could not be deleted while containerd was away.
    void retry() {
        for (String id : undisposed) {
            if (undisposed.remove(id)) {
                engine.work().background("removing a leftover", id, () -> {
                    engine.services().runtime.run(runtime -> runtime.discard(id));
                    disposeById(id);
                });
            }
        }
    }

    /// Deletes root file system and directory.
    void disposeById(String id) {
        try {
            roots.remove(id);
        } catch (EngineException e) {
            LOG.warn("its root file system stays until containerd is back container={}", id, e);
            undisposed.add(id);
            return;
        }
        try {
            unmountBelow(engine.store().directory(id).resolve("mounts"));
            engine.store().delete(id);
        } catch (IOException e) {
            LOG.warn("its directory stays until the next start of the daemon container={}", id, e);
        }
    }
}
