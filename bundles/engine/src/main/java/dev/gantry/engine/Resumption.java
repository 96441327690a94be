package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.RunState;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a new daemon does with the containers that do not run: those that remove themselves go, policies start others, and of these the
/// ones first that others are linked to.
final class Resumption {
    private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);
    private static final Duration USUAL_LINK_LIMIT = Duration.ofSeconds(5);

    private final Machinery engine;
    private final Endings endings;
    private final Consumer<Container> removing;
    private final Consumer<Container> starting;
    private final Duration linkLimit;

    Resumption(Machinery engine, Endings endings, RemoveContainer removing, StartContainer starting) {
        this(
                engine,
                endings,
                container -> removing.removeAfterEnd(container, () -> {}),
                starting::start,
                USUAL_LINK_LIMIT);
    }

    /// @param removing removes one that has ended; called under its lock
    /// @param starting starts one; called under its lock
    /// @param linkLimit how long a start waits for those that the container is linked to
    Resumption(
            Machinery engine,
            Endings endings,
            Consumer<Container> removing,
            Consumer<Container> starting,
            Duration linkLimit) {
        this.engine = engine;
        this.endings = endings;
        this.removing = removing;
        this.starting = starting;
        this.linkLimit = linkLimit;
    }

    /// A start that was decided upon.
    ///
    /// @param seen the state that it was decided upon: a client may have changed its mind meanwhile
    /// @param done completes when it was tried
    private record Start(Container container, RunState seen, CompletableFuture<Void> done) {}

    /// Returns when all is under way.
    void run(ParallelLimit limit) {
        Map<String, Start> starts = new TreeMap<>();
        for (Container container : engine.table().all()) {
            ContainerFacts facts = container.facts();
            if (startsWithDaemon(facts)) {
                starts.put(facts.id(), new Start(container, facts.state(), new CompletableFuture<>()));
            } else {
                continueLife(container);
            }
        }
        for (Start start : starts.values()) {
            engine.work().background("starting", start.container().id(), () -> {
                try {
                    awaitLinked(start, starts);
                    limit.run(() -> start(start));
                } finally {
                    start.done().complete(null);
                }
            });
        }
    }

    /// One that is not started now, or that fails to, is not waited for.
    private void awaitLinked(Start start, Map<String, Start> starts) {
        CompletableFuture<?>[] others = Links.targets(start.container().facts()).stream()
                .map(starts::get)
                .filter(Objects::nonNull)
                .map(Start::done)
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(others)
                .completeOnTimeout(null, linkLimit.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private void continueLife(Container container) {
        ContainerFacts facts = container.facts();
        switch (facts.state()) {
            case RunState.Restarting(RunState.End end) -> {
                if (engine.settings().leavesStopped()) {
                    leave(container, end);
                } else {
                    endings.schedule(container, end);
                }
            }
            // A dead one without is the operator's to remove.
            case RunState.Dead _, RunState.Exited _ -> {
                if (facts.host().AutoRemove()) {
                    engine.work().background("removing", facts.id(), () -> forget(container));
                }
            }
            case RunState.Created _, RunState.Running _, RunState.Paused _, RunState.Removing _ -> {}
        }
    }

    private boolean startsWithDaemon(ContainerFacts facts) {
        RunState.End end = switch (facts.state()) {
            case RunState.Exited(RunState.End last) -> last;
            case RunState.Restarting(RunState.End last) -> last;
            default -> null;
        };
        if (end == null || facts.host().AutoRemove() || !facts.startedBefore()) {
            return false;
        }
        boolean stopped =
                facts.manuallyStopped() && !facts.host().RestartPolicy().Name().equals("always");
        return engine.settings().freshDaemon()
                && !engine.settings().leavesStopped()
                && Restarts.wanted(facts.host().RestartPolicy(), end, stopped, facts.restartCount());
    }

    /// It waited to be started again, and waits no more.
    private void leave(Container container, RunState.End end) {
        container.lock().lock();
        try {
            ContainerFacts facts = engine.change(container, now -> now.withState(new RunState.Exited(end)));
            engine.store().save(facts, false);
            container.ended();
        } finally {
            container.lock().unlock();
        }
    }

    private void start(Start start) {
        Container container = start.container();
        RunState.End end = start.seen().end();
        container.lock().lock();
        try {
            if (container.state() == start.seen() && end != null) {
                starting.accept(container);
            }
        } catch (EngineException e) {
            LOG.warn("cannot start it with the daemon container={}", container.id(), e);
            endings.refused(container, Objects.requireNonNull(end), e);
        } finally {
            container.lock().unlock();
        }
    }

    private void forget(Container container) {
        container.lock().lock();
        try {
            removing.accept(container);
        } finally {
            container.lock().unlock();
        }
    }
}
