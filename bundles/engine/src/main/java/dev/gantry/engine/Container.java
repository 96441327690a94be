package dev.gantry.engine;

import dev.gantry.api.container.WaitCondition;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.ContainerWaitResponse;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A container as the engine holds it: its facts, one lock for what changes them, and who waits for its end.
final class Container {
    private final String id;
    private final ContainerTable table;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<CompletableFuture<ContainerWaitResponse>, WaitCondition> waiting = new ConcurrentHashMap<>();
    private final Restarts restarts = new Restarts();
    private volatile ContainerFacts facts;
    private volatile @Nullable Future<?> clearing;
    private volatile boolean restartedByHand;

    Container(ContainerFacts facts, ContainerTable table) {
        this.id = facts.id();
        this.facts = facts;
        this.table = table;
    }

    String id() {
        return id;
    }

    /// As of now.
    ContainerFacts facts() {
        return facts;
    }

    RunState state() {
        return facts.state();
    }

    /// Hold it while changing the facts by more than one step, and while starting and removing.
    ReentrantLock lock() {
        return lock;
    }

    Restarts restarts() {
        return restarts;
    }

    /// Replaces the facts; the caller holds the lock, or nobody else knows the container.
    void become(ContainerFacts next) {
        facts = next;
        table.changed();
    }

    /// Whether a client's restart is under way, so that the end in its middle is not the last.
    boolean isRestartedByHand() {
        return restartedByHand;
    }

    void restartedByHand(boolean underWay) {
        restartedByHand = underWay;
    }

    /// What is still done about the last run; the next start and the removal wait for it.
    void clearing(Future<?> work) {
        clearing = work;
    }

    void awaitClearing() {
        Future<?> work = clearing;
        if (work == null) {
            return;
        }
        try {
            work.get();
            clearing = null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.unavailable("cancelled while waiting for the container's last run to be cleared");
        } catch (ExecutionException e) {
            clearing = null;
        }
    }

    /// Waits without a thread.
    ///
    /// @param since from when on an end counts that has been already; null for those to come only
    CompletableFuture<ContainerWaitResponse> await(WaitCondition condition, @Nullable Instant since) {
        CompletableFuture<ContainerWaitResponse> future = new CompletableFuture<>();
        waiting.put(future, condition);
        future.whenComplete((_, _) -> waiting.remove(future));
        RunState state = facts.state();
        boolean stopped = !state.isAlive() && !(state instanceof RunState.Restarting);
        RunState.End end = state.end();
        boolean missed = since != null && end != null && !end.finishedAt().isBefore(since);
        boolean over = switch (condition) {
            case NOT_RUNNING -> stopped || missed;
            case NEXT_EXIT -> missed;
            case REMOVED -> false;
        };
        if (over) {
            future.complete(answer(state));
        }
        return future;
    }

    static ContainerWaitResponse answer(RunState state) {
        return new ContainerWaitResponse(state.exitCode(), null);
    }

    /// A run has ended: everyone wakes who does not wait for the removal.
    void ended() {
        complete(List.of(WaitCondition.NOT_RUNNING, WaitCondition.NEXT_EXIT), answer(facts.state()));
    }

    /// It is gone: everyone wakes.
    void gone() {
        complete(List.of(WaitCondition.values()), answer(facts.state()));
    }

    /// The engine leaves; whoever waits must wait again at its successor.
    void abandon() {
        EngineException left = EngineException.unavailable("the engine is being replaced");
        waiting.keySet().forEach(future -> future.completeExceptionally(left));
    }

    private void complete(List<WaitCondition> conditions, ContainerWaitResponse answer) {
        waiting.forEach((future, condition) -> {
            if (conditions.contains(condition)) {
                future.complete(answer);
            }
        });
    }
}
