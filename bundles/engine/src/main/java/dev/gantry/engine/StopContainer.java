package dev.gantry.engine;

import dev.gantry.api.container.StopRequest;
import dev.gantry.api.container.WaitCondition;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.types.ContainerWaitResponse;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.RunState;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signals: stopping, killing. None of it holds the container's lock while it waits.
final class StopContainer {
    private static final Logger LOG = LoggerFactory.getLogger(StopContainer.class);
    private static final int DEFAULT_TIMEOUT = 10;
    private static final Duration AFTER_FAILED_SIGNAL = Duration.ofSeconds(2);
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);
    private static final Duration AFTER_DIRECT_KILL = Duration.ofSeconds(2);
    private static final Duration FOREVER = Duration.ofDays(36500);

    private final Machinery engine;

    StopContainer(Machinery engine) {
        this.engine = engine;
    }

    /// How long a stop of it may take before it is killed; negative = for ever.
    static int timeout(ContainerFacts facts, StopRequest request) {
        if (request.timeoutSeconds() != null) {
            return request.timeoutSeconds();
        }
        Integer own = facts.config().StopTimeout();
        return own == null ? DEFAULT_TIMEOUT : own;
    }

    /// @param byClient whether a client wants it stopped, so that no policy starts it again
    void stop(Container container, StopRequest request, boolean byClient) {
        ContainerFacts facts = container.facts();
        String own = request.signal() == null ? "" : request.signal();
        int signal = own.isEmpty() ? Signals.ofStop(facts.config().StopSignal()) : Signals.number(own);
        if (cancelledRestart(container)) {
            engine.say(container.facts(), "stop");
            return;
        }
        if (!container.state().isAlive()) {
            throw new EngineException(ErrorKind.NOT_MODIFIED, "container is already stopped: " + facts.id(), null);
        }
        CompletableFuture<ContainerWaitResponse> end = nextEnd(container);
        Duration patience = AFTER_FAILED_SIGNAL;
        try {
            send(container, signal, byClient);
            int seconds = timeout(facts, request);
            patience = seconds < 0 ? FOREVER : Duration.ofSeconds(seconds);
        } catch (EngineException e) {
            requireReachable(e);
            LOG.debug("the stop signal did not reach it container={}", facts.id(), e);
        }
        if (!ends(end, patience)) {
            kill(container, byClient);
        }
        engine.say(container.facts(), "stop");
    }

    /// While containerd is away nobody would hear of the end: better that the client tries again.
    private static void requireReachable(EngineException failure) {
        if (failure.kind() == ErrorKind.UNAVAILABLE) {
            throw failure;
        }
    }

    /// Whether it was waiting to be started again, and now is not.
    private boolean cancelledRestart(Container container) {
        container.lock().lock();
        try {
            if (!(container.state() instanceof RunState.Restarting(RunState.End end))) {
                return false;
            }
            container.restarts().cancel();
            ContainerFacts next = container
                    .facts()
                    .with(b -> b.state(new RunState.Exited(end)).manuallyStopped(true));
            container.become(next);
            engine.store().save(next, false);
            container.ended();
            return true;
        } finally {
            container.lock().unlock();
        }
    }

    /// Completes at the next end of a run, or at once when there is none under way.
    private static CompletableFuture<ContainerWaitResponse> nextEnd(Container container) {
        CompletableFuture<ContainerWaitResponse> end = container.await(WaitCondition.NEXT_EXIT, null);
        if (!container.state().isAlive()) {
            end.complete(new ContainerWaitResponse(container.state().exitCode(), null));
        }
        return end;
    }

    private static boolean ends(CompletableFuture<?> end, Duration patience) {
        try {
            end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.unavailable("cancelled while waiting for the container to stop");
        } catch (ExecutionException e) {
            throw Work.failure(e.getCause());
        }
    }

    /// Kills it and waits for its end.
    void kill(Container container, boolean byClient) {
        ContainerFacts facts = container.facts();
        CompletableFuture<ContainerWaitResponse> end = nextEnd(container);
        try {
            send(container, Signals.KILL, byClient);
        } catch (EngineException e) {
            requireReachable(e);
            LOG.debug("the kill did not reach it container={}", facts.id(), e);
            if (ends(end, AFTER_FAILED_SIGNAL)) {
                return;
            }
        }
        if (ends(end, AFTER_KILL)) {
            return;
        }
        RunState.Running process = container.state().process();
        if (process != null) {
            try {
                engine.kernel().processes().kill(process.pid(), Signals.KILL);
            } catch (IOException e) {
                LOG.debug("the direct kill did not reach it container={}", facts.id(), e);
            }
        }
        if (!ends(end, AFTER_DIRECT_KILL)) {
            throw EngineException.system(
                    "could not kill container: tried to kill container, but did not receive an exit" + " event");
        }
    }

    /// Sends one signal as a client wants it. One that waits for its next start stays down instead, if the signal ends containers.
    void signal(Container container, int signal) {
        ContainerFacts facts = container.facts();
        if (facts.state() instanceof RunState.Restarting && (!ends(facts, signal) || cancelledRestart(container))) {
            return;
        }
        if (!container.state().isAlive()) {
            throw EngineException.conflict("container " + facts.id() + " is not running");
        }
        if (signal == Signals.KILL) {
            kill(container, true);
        } else {
            send(container, signal, true);
        }
    }

    /// Whether who sends it wants the container down: with no stop signal of its own that is any signal.
    private static boolean ends(ContainerFacts facts, int signal) {
        String configured = facts.config().StopSignal();
        return signal == Signals.KILL || configured.isEmpty() || signal == Signals.ofStop(configured);
    }

    /// On disk at once: a daemon that finds it ended later must not start it again.
    private void remember(Container container) {
        container.lock().lock();
        try {
            ContainerFacts facts = container.facts();
            if (!facts.manuallyStopped()) {
                container.become(facts.withManuallyStopped(true));
                if (!facts.state().isLeaving()) {
                    engine.store().save(container.facts(), false);
                }
            }
        } finally {
            container.lock().unlock();
        }
    }

    private void send(Container container, int signal, boolean byClient) {
        ContainerFacts facts = container.facts();
        if (byClient && ends(facts, signal)) {
            container.restarts().cancel();
            remember(container);
        }
        boolean paused = container.state() instanceof RunState.Paused;
        String id = facts.id();
        engine.services().runtime.run(runtime -> runtime.kill(id, null, signal, false));
        engine.say(facts, "kill", Map.of("signal", Integer.toString(signal)));
        if (paused
                && (signal == Signals.KILL
                        || signal == Signals.ofStop(facts.config().StopSignal()))) {
            engine.services().runtime.run(runtime -> runtime.resume(id));
        }
    }
}
