package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.logging.Streams;
import dev.gantry.api.runtime.ProcessExit;
import dev.gantry.api.runtime.RuntimeEvent;
import dev.gantry.api.runtime.RuntimeEventListener;
import dev.gantry.api.runtime.TaskState;
import dev.gantry.api.runtime.TaskStatus;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.ContainerStore;
import dev.gantry.engine.record.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes over the containers of an earlier engine: loads them, compares them with what containerd runs, adopts what lives, deals
/// with what has ended meanwhile. Later it hears of every end.
final class Restoration implements RuntimeEventListener {
    private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);

    private final Machinery engine;
    private final Endings endings;
    private final Adjustments adjustments;
    private final RemoveContainer removing;
    private final StartContainer starting;
    private final CompletableFuture<Boolean> restored = new CompletableFuture<>();
    private volatile boolean loaded;

    Restoration(
            Machinery engine,
            Endings endings,
            Adjustments adjustments,
            RemoveContainer removing,
            StartContainer starting) {
        this.engine = engine;
        this.endings = endings;
        this.adjustments = adjustments;
        this.removing = removing;
        this.starting = starting;
    }

    /// Completes when every container of the last run has been taken over.
    CompletableFuture<Boolean> restored() {
        return restored;
    }

    /// Reads all records; what is broken is reported and left alone.
    void load() {
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (String id : engine.store().ids()) {
                parts.add(engine.work().fork(() -> {
                    load(id);
                    return id;
                }));
            }
            for (Future<?> part : parts) {
                Work.join(part);
            }
            clearExecRoot();
            loaded = true;
        } catch (IOException | RuntimeException e) {
            restored.completeExceptionally(Work.failure(e));
        }
    }

    /// Fifos of containers that nobody knows any more.
    private void clearExecRoot() {
        Path directory = engine.settings().execDirectory("x").getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.toList()) {
                if (engine.table().byId(entry.getFileName().toString()) == null) {
                    ContainerStore.deleteTree(entry);
                }
            }
        } catch (IOException e) {
            LOG.debug("cannot clear {}", directory, e);
        }
    }

    private void load(String id) {
        ContainerFacts facts;
        try {
            facts = engine.store().load(id);
        } catch (IOException | RuntimeException e) {
            LOG.error("cannot read the record, its container is left alone container={}", id, e);
            return;
        }
        if (facts == null) {
            engine.work().background("removing a leftover", id, () -> {
                engine.services().runtime.run(runtime -> runtime.discard(id));
                removing.disposeById(id);
            });
            return;
        }
        String name = facts.name();
        try {
            name = engine.table().reserve(name, id);
        } catch (EngineException e) {
            LOG.error("its name is taken, the short id becomes its name container={}", id, e);
            name = engine.table().reserve(facts.shortId(), id);
        }
        engine.table().add(new Container(facts.withName(name), engine.table()));
    }

    @Override
    public void connected(List<TaskState> tasks) {
        if (!loaded) {
            return;
        }
        try {
            reconcile(tasks);
            restored.complete(true);
        } catch (RuntimeException e) {
            LOG.error("cannot compare containers with what runs", e);
            restored.completeExceptionally(Work.failure(e));
        }
    }

    private void reconcile(List<TaskState> tasks) {
        Map<String, TaskState> byId = new HashMap<>();
        tasks.forEach(task -> byId.put(task.id(), task));
        boolean first = !restored.isDone();
        List<Future<?>> parts = new ArrayList<>();
        Set<String> running = new HashSet<>();
        for (Container container : engine.table().all()) {
            TaskState task = byId.get(container.id());
            if (task != null && task.isAlive() && container.state().isAlive()) {
                running.add(container.id());
            }
            parts.add(engine.work().background("taking over", container.id(), () -> reconcile(container, task, first)));
        }
        parts.forEach(Work::join);
        if (first) {
            Set<String> all = new HashSet<>();
            engine.table().all().forEach(container -> all.add(container.id()));
            engine.services().sandboxes.run(sandboxes -> sandboxes.retain(running));
            engine.services().volumes.run(volumes -> volumes.retain(all, running));
            engine.table().all().forEach(this::continueLife);
        }
    }

    private void reconcile(Container container, @Nullable TaskState task, boolean first) {
        RunState.Running process = container.state().process();
        if (process == null) {
            if (task != null && first) {
                engine.services().runtime.run(runtime -> runtime.discard(container.id()));
            }
            return;
        }
        // Its last output may still stand in the fifos, whatever became of it.
        adopt(container);
        ProcessExit unknown = new ProcessExit(0, Endings.UNKNOWN, Instant.now());
        if (task == null || (task.pid() != process.pid() && task.status() != TaskStatus.STOPPED)) {
            endings.ended(container, unknown);
        } else if (task.status() == TaskStatus.STOPPED) {
            ProcessExit exit = task.exit();
            endings.ended(container, exit == null ? unknown : exit);
        } else {
            adjustments.frozen(container, task.status() == TaskStatus.PAUSED);
        }
    }

    /// Reads on from the streams of a running container.
    void adopt(Container container) {
        ContainerFacts facts = container.facts();
        if (!facts.state().isAlive()) {
            return;
        }
        try {
            Streams streams = Logging.streams(engine, facts);
            if (!streams.isRunning()) {
                streams.adopt(Logging.target(engine, facts));
            }
        } catch (IOException | EngineException e) {
            LOG.error("cannot read its output on container={}", facts.id(), e);
        }
    }

    /// What a new daemon does with containers that do not run.
    private void continueLife(Container container) {
        ContainerFacts facts = container.facts();
        String id = facts.id();
        switch (facts.state()) {
            case RunState.Restarting(RunState.End end) -> endings.schedule(container, end);
            case RunState.Dead _ -> engine.work().background("removing", id, () -> forget(container));
            case RunState.Exited(RunState.End end) -> {
                if (facts.host().AutoRemove()) {
                    engine.work().background("removing", id, () -> forget(container));
                } else if (facts.startedBefore() && startsWithDaemon(facts, end)) {
                    engine.work().background("starting", id, () -> start(container));
                }
            }
            case RunState.Created _, RunState.Running _, RunState.Paused _, RunState.Removing _ -> {}
        }
    }

    private boolean startsWithDaemon(ContainerFacts facts, RunState.End end) {
        boolean stopped =
                facts.manuallyStopped() && !facts.host().RestartPolicy().Name().equals("always");
        return engine.settings().freshDaemon()
                && Restarts.wanted(facts.host().RestartPolicy(), end, stopped, facts.restartCount());
    }

    private void start(Container container) {
        container.lock().lock();
        try {
            if (!container.state().isAlive() && !container.state().isLeaving()) {
                starting.start(container);
            }
        } finally {
            container.lock().unlock();
        }
    }

    private void forget(Container container) {
        container.lock().lock();
        try {
            removing.removeAfterEnd(container, () -> {});
        } finally {
            container.lock().unlock();
        }
    }

    @Override
    public void event(RuntimeEvent event) {
        Container container = engine.table().byId(event.id());
        if (container == null) {
            return;
        }
        switch (event) {
            case RuntimeEvent.ProcessExited(String _, String execId, ProcessExit exit) -> {
                if (execId == null) {
                    endings.ended(container, exit);
                }
            }
            case RuntimeEvent.OutOfMemory _ -> endings.outOfMemory(container);
            case RuntimeEvent.Paused _ -> adjustments.frozen(container, true);
            case RuntimeEvent.Resumed _ -> adjustments.frozen(container, false);
            case RuntimeEvent.TaskCreated _,
                    RuntimeEvent.TaskStarted _,
                    RuntimeEvent.TaskDeleted _,
                    RuntimeEvent.ExecStarted _ -> {}
        }
    }
}
