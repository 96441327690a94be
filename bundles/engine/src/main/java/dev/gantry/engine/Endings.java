package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.runtime.ProcessExit;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deals with the ends of runs: what clients see first, then the policy, then what nobody sees.
final class Endings {
    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    /// The exit code of a run whose end nobody saw.
    static final int UNKNOWN = 255;

    private final Machinery engine;
    private final Undoing undoing;
    private final StartContainer starting;
    private final RemoveContainer removing;
    private volatile boolean restartsStopped;
    private volatile boolean finalEnds;

    Endings(Machinery engine, Undoing undoing, StartContainer starting, RemoveContainer removing) {
        this.engine = engine;
        this.undoing = undoing;
        this.starting = starting;
        this.removing = removing;
    }

    /// No policy starts anything any more.
    void stopRestarts() {
        restartsStopped = true;
        engine.table().all().forEach(container -> container.restarts().cancel());
    }

    /// Whether ends that were missed are final, whatever the policy.
    void finalEnds(boolean wanted) {
        finalEnds = wanted;
    }

    /// A run has ended. Tolerates being told twice.
    void ended(Container container, ProcessExit exit) {
        ended(container, exit, () -> {});
    }

    /// The same, but clients hear of it after `turn` only.
    void ended(Container container, ProcessExit exit, Runnable turn) {
        container.lock().lock();
        try {
            ContainerFacts facts = container.facts();
            RunState.Running process = facts.state().process();
            if (process != null && (exit.pid() == 0 || exit.pid() == process.pid())) {
                undoing.ended(facts);
                turn.run();
                finish(container, container.facts(), end(process, exit));
            }
        } finally {
            container.lock().unlock();
        }
    }

    private static RunState.End end(RunState.Running process, ProcessExit exit) {
        Instant finished = exit.exitedAt().isBefore(process.startedAt()) ? Instant.now() : exit.exitedAt();
        return new RunState.End(process.startedAt(), finished, exit.exitCode(), process.outOfMemory(), "");
    }

    private void finish(Container container, ContainerFacts facts, RunState.End end) {
        boolean again = !restartsStopped
                && !finalEnds
                && !container.isRestartedByHand()
                && Restarts.wanted(facts.host().RestartPolicy(), end, facts.manuallyStopped(), facts.restartCount());
        RunState state = again ? new RunState.Restarting(end) : new RunState.Exited(end);
        ContainerFacts next = facts.with(
                b -> b.state(state).network(NetworkPast.of(facts.network())).health(facts.health()));
        container.become(next);
        boolean removes = next.host().AutoRemove() && !container.isRestartedByHand();
        if (!removes) {
            engine.store().save(next, false);
        }
        long seconds =
                Math.max(0, Duration.between(end.startedAt(), end.finishedAt()).toSeconds());
        engine.say(
                next,
                "die",
                Map.of("exitCode", Integer.toString(end.exitCode()), "execDuration", Long.toString(seconds)));
        if (removes) {
            removing.removeAfterEnd(container, () -> undoing.cleared(next));
            return;
        }
        container.ended();
        container.clearing(engine.work().background("clearing a run", next.id(), () -> undoing.cleared(next)));
        if (again) {
            schedule(container, end);
        }
    }

    /// Starts it again after the delay of its policy.
    void schedule(Container container, RunState.End end) {
        Duration delay = container.restarts().next(end);
        container.restarts().pending(engine.work().later(delay, "a restart", container.id(), () -> again(container)));
    }

    private void again(Container container) {
        container.lock().lock();
        try {
            if (!(container.state() instanceof RunState.Restarting(RunState.End end)) || restartsStopped) {
                return;
            }
            container.become(
                    container.facts().withRestartCount(container.facts().restartCount() + 1));
            try {
                starting.start(container);
            } catch (EngineException e) {
                LOG.warn("cannot start it again container={}", container.id(), e);
                refused(container, end, e);
            }
        } finally {
            container.lock().unlock();
        }
    }

    /// A start that is refused ends the restarts, as in Docker: the state tells why. Only what is missing of the daemon itself,
    /// such as a part that is being updated, is waited for.
    void refused(Container container, RunState.End end, EngineException refusal) {
        RunState.End failed = container.state().end();
        RunState.End basis = failed == null ? end : failed;
        ContainerFacts facts = container.facts();
        if (refusal.kind() == ErrorKind.UNAVAILABLE
                && Restarts.wanted(
                        facts.host().RestartPolicy(), basis, facts.manuallyStopped(), facts.restartCount())) {
            container.become(facts.withState(new RunState.Restarting(basis)));
            schedule(container, basis);
        } else {
            container.ended();
        }
    }

    /// The kernel killed a process of it for its memory.
    void outOfMemory(Container container) {
        ContainerFacts facts = engine.change(container, now -> switch (now.state()) {
            case RunState.Running running ->
                now.withState(new RunState.Running(running.pid(), running.startedAt(), true));
            case RunState.Paused(RunState.Running running) ->
                now.withState(new RunState.Paused(new RunState.Running(running.pid(), running.startedAt(), true)));
            case RunState.Created _, RunState.Restarting _, RunState.Exited _, RunState.Removing _, RunState.Dead _ ->
                now;
        });
        engine.say(facts, "oom");
    }
}
