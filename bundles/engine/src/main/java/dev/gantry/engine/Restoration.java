package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.network.Sandboxes;
import dev.gantry.api.runtime.ProcessExit;
import dev.gantry.api.runtime.Runtime;
import dev.gantry.api.runtime.RuntimeEvent;
import dev.gantry.api.runtime.RuntimeEventListener;
import dev.gantry.api.runtime.TaskState;
import dev.gantry.api.runtime.TaskStatus;
import dev.gantry.api.types.NetworkSettings;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes over the containers of an earlier engine: loads them, compares them with what containerd runs, adopts what lives, deals
/// with what has ended meanwhile. Later it hears of every end.
final class Restoration implements RuntimeEventListener {
    private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(10);

    private final Machinery engine;
    private final Endings endings;
    private final Adjustments adjustments;
    private final RemoveContainer removing;
    private final Resumption resumption;
    private final Leftovers leftovers;
    private final CompletableFuture<Boolean> restored = new CompletableFuture<>();

    /// Shared by all who deal with an event, and taken for good when the engine leaves.
    private final ReadWriteLock events = new ReentrantReadWriteLock();

    private final Lock hearing = events.readLock();
    private final Lock leaving = events.writeLock();
    private volatile boolean loaded;

    /// First processes of those that are left alone, as of when containers were compared with what runs.
    private volatile Set<Integer> leftRunning = Set.of();

    private volatile ParallelLimit limit = new ParallelLimit(1);

    Restoration(
            Machinery engine,
            Endings endings,
            Adjustments adjustments,
            RemoveContainer removing,
            Resumption resumption,
            Leftovers leftovers) {
        this.engine = engine;
        this.endings = endings;
        this.adjustments = adjustments;
        this.removing = removing;
        this.resumption = resumption;
        this.leftovers = leftovers;
    }

    /// Completes when every container of the last run has been taken over.
    CompletableFuture<Boolean> restored() {
        return restored;
    }

    /// Whether no container has a process, not even one that is left alone.
    boolean nothingRuns() {
        return engine.table().all().stream()
                        .noneMatch(container -> container.state().isAlive())
                && leftRunning.stream().noneMatch(engine.kernel().processes()::exists);
    }

    /// Reads all records; what is broken is reported and left alone.
    void load() {
        say("Loading containers: start.");
        try {
            List<String> ids = engine.store().ids();
            limit = new ParallelLimit(ParallelLimit.of(
                    ids.size(), engine.kernel().machine().processors(), ParallelLimit.openFiles(LIMITS)));
            List<Future<?>> parts = new ArrayList<>();
            for (String id : ids) {
                parts.add(engine.work().fork(() -> {
                    limit.run(() -> load(id));
                    return id;
                }));
            }
            for (Future<?> part : parts) {
                Work.join(part);
            }
            leftovers.sweep();
            loaded = true;
        } catch (IOException | RuntimeException e) {
            restored.completeExceptionally(Work.failure(e));
        }
    }

    /// An update of the engine alone is no news.
    private void say(String progress) {
        if (engine.settings().freshDaemon()) {
            LOG.info(progress);
        } else {
            LOG.debug(progress);
        }
    }

    private void load(String id) {
        ContainerFacts facts;
        try {
            facts = engine.store().load(id);
        } catch (IOException | RuntimeException e) {
            LOG.error("cannot read the record, its container is left alone container={}", id, e);
            engine.table().leftAlone().add(id);
            return;
        }
        if (facts == null) {
            engine.work().background("removing a leftover", id, () -> leftovers.remove(id));
            return;
        }
        if (!facts.driver().equals(engine.settings().storageDriver())) {
            LOG.warn(
                    "left alone until that is used again: it was made with the storage driver {}, and this is {} container={} name={}",
                    facts.driver(),
                    engine.settings().storageDriver(),
                    id,
                    facts.name());
            engine.table().leftAlone().add(id);
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
            boolean first = !restored.isDone();
            reconcile(tasks);
            if (first) {
                say("Loading containers: done.");
            }
            restored.complete(true);
        } catch (RuntimeException e) {
            if (engine.services().isClosed()) {
                LOG.debug("the successor compares containers with what runs", e);
            } else {
                LOG.error("cannot compare containers with what runs", e);
            }
            restored.completeExceptionally(Work.failure(e));
        } finally {
            endings.finalEnds(false);
        }
    }

    private void reconcile(List<TaskState> tasks) {
        Map<String, TaskState> byId = new LinkedHashMap<>();
        tasks.forEach(task -> byId.put(task.id(), task));
        boolean first = !restored.isDone();
        // Of a new daemon not each end decides what is started again, but all are known first.
        endings.finalEnds(first && engine.settings().freshDaemon());
        List<Future<?>> parts = new ArrayList<>(endInOrder(byId.values()));
        if (first) {
            Set<String> known = Set.copyOf(engine.services().runtime.call((Runtime runtime) -> runtime.records()));
            for (Container container : engine.table().all()) {
                TaskState task = byId.get(container.id());
                parts.add(engine.work()
                        .background(
                                "taking over",
                                container.id(),
                                () -> limit.run(() -> takeOver(container, task, known))));
            }
        } else {
            removing.retry();
            for (Container container : engine.table().all()) {
                TaskState task = byId.get(container.id());
                parts.add(engine.work().background("comparing", container.id(), () -> compare(container, task)));
            }
        }
        parts.forEach(Work::join);
        endings.finalEnds(false);
        if (first) {
            retain(byId);
            resumption.run(limit);
        }
    }

    /// Networks and volumes keep what these have.
    private void retain(Map<String, TaskState> tasks) {
        Set<String> all = new HashSet<>(engine.table().leftAlone());
        Set<String> running = new HashSet<>(all);
        running.removeIf(id -> !tasks.containsKey(id));
        leftRunning = running.stream()
                .map(tasks::get)
                .filter(TaskState::isAlive)
                .map(TaskState::pid)
                .filter(pid -> pid > 0)
                .collect(Collectors.toUnmodifiableSet());
        for (Container container : engine.table().all()) {
            all.add(container.id());
            if (container.state().isAlive()) {
                running.add(container.id());
            }
        }
        engine.services().sandboxes.run(sandboxes -> sandboxes.retain(running));
        engine.services().volumes.run(volumes -> volumes.retain(all, running));
    }

    /// Runs that ended while nobody looked, in the order of their ends: what is slow about an end is done side by side, what
    /// clients hear of it comes in turn.
    private List<Future<?>> endInOrder(Collection<TaskState> tasks) {
        List<Future<?>> parts = new ArrayList<>();
        Future<?> previous = CompletableFuture.completedFuture(null);
        for (TaskState task : tasks) {
            Container container = engine.table().byId(task.id());
            if (container == null || !container.state().isAlive() || task.status() != TaskStatus.STOPPED) {
                continue;
            }
            Future<?> turn = previous;
            previous = engine.work().background("an end that was missed", task.id(), () -> {
                adopt(container);
                endings.ended(container, endOf(task), () -> Work.join(turn));
            });
            parts.add(previous);
        }
        return parts;
    }

    /// Of whatever process the last daemon had noted.
    private static ProcessExit endOf(TaskState task) {
        ProcessExit exit = task.exit();
        return exit == null ? unknownEnd() : new ProcessExit(0, exit.exitCode(), exit.exitedAt());
    }

    private static ProcessExit unknownEnd() {
        return new ProcessExit(0, Endings.UNKNOWN, Instant.now());
    }

    /// Compares a container that the last daemon left with what runs.
    private void takeOver(Container container, @Nullable TaskState task, Set<String> known) {
        if (container.state().isAlive()) {
            if (task != null && task.status() == TaskStatus.CREATED) {
                // The daemon died before it let the process go.
                engine.services().runtime.run(runtime -> runtime.discard(container.id()));
                adopt(container);
                endings.ended(container, unknownEnd());
            } else {
                compare(container, task);
            }
            return;
        }
        if (task != null && runs(task) && !container.state().isLeaving()) {
            adoptUnrecorded(container, task);
        } else {
            leftovers.clearRun(container.facts(), known);
        }
    }

    private static boolean runs(TaskState task) {
        return task.status() == TaskStatus.RUNNING || task.status() == TaskStatus.PAUSED;
    }

    /// The daemon died after the process was let go and before it had said so on disk.
    private void adoptUnrecorded(Container container, TaskState task) {
        LOG.warn("it runs although its record says otherwise, taken over container={}", container.id());
        NetworkSettings network =
                engine.services().sandboxes.call((Sandboxes sandboxes) -> sandboxes.settings(container.id()));
        ContainerFacts facts =
                engine.change(container, now -> StartContainer.running(now, task.pid(), startOf(task.pid()), network));
        engine.store().save(facts, false);
        compare(container, task);
    }

    private static Instant startOf(int pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .orElseGet(Instant::now);
    }

    /// Compares a container that is believed to run, or not, with what runs.
    private void compare(Container container, @Nullable TaskState task) {
        RunState.Running process = container.state().process();
        if (process == null) {
            if (task != null) {
                engine.work().background("clearing a stray task", container.id(), () -> discardStray(container));
            }
            return;
        }
        if (task != null && task.status() == TaskStatus.STOPPED) {
            // One of those that end in order.
            return;
        }
        // Its last output may still stand in the fifos, whatever became of it.
        adopt(container);
        if (task == null || task.pid() != process.pid()) {
            endIfGone(container);
        } else {
            adjustments.frozen(container, task.status() == TaskStatus.PAUSED);
        }
    }

    /// What containerd listed may be older than a start that came in between: it is asked again.
    private void endIfGone(Container container) {
        container.lock().lock();
        try {
            RunState.Running process = container.state().process();
            TaskState now = engine.services()
                    .runtime
                    .call((Runtime runtime) -> runtime.state(container.id(), null))
                    .orElse(null);
            if (process != null && (now == null || now.pid() != process.pid())) {
                endings.ended(container, unknownEnd());
            }
        } finally {
            container.lock().unlock();
        }
    }

    /// A start that failed because containerd went away may have left a task. One that is under way holds the lock.
    private void discardStray(Container container) {
        container.lock().lock();
        try {
            if (!container.state().isAlive()) {
                container.awaitClearing();
                engine.services().runtime.run(runtime -> runtime.discard(container.id()));
            }
        } finally {
            container.lock().unlock();
        }
    }

    /// Reads on from the streams of a running container.
    void adopt(Container container) {
        ContainerFacts facts = container.facts();
        if (!facts.state().isAlive()) {
            return;
        }
        try {
            Logging.streams(engine, facts, streams -> Logging.adopted(engine, facts, streams));
        } catch (IOException | EngineException e) {
            LOG.error("cannot read its output on container={}", facts.id(), e);
        }
    }

    /// Hears of nothing any more, and waits for what it deals with, at most [#LEAVE_LIMIT]: what an end does to a container has to be known
    /// before the successor looks. What comes later the successor finds itself.
    void close() {
        try {
            if (!leaving.tryLock(LEAVE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("ends of containers are still dealt with after the engine has left");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void event(RuntimeEvent event) {
        if (!hearing.tryLock()) {
            return;
        }
        try {
            hear(event);
        } finally {
            hearing.unlock();
        }
    }

    private void hear(RuntimeEvent event) {
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
