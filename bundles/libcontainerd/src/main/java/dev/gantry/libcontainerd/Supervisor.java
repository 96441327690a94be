package dev.gantry.libcontainerd;

import dev.gantry.api.error.EngineException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps our own containerd alive: adopts the one that runs, starts one when none does, and starts it again when it dies, at
/// once at first, then after growing pauses. One that lives but does not answer, within 15 s of its start or for half a minute
/// later, is killed.
final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration STABLE = Duration.ofSeconds(10);
    private static final int DEATHS_TO_REPORT = 3;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    private static final long BETWEEN_CHECKS_MILLIS = 10_000;

    private final OwnProcess own;
    private final BooleanSupplier ping;
    private final Limits limits;
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private @Nullable ProcessHandle running;

    /// How long containerd may keep silent.
    ///
    /// @param start after its start
    /// @param silence later
    record Limits(Duration start, Duration silence) {
        static final Limits USUAL = new Limits(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }

    /// @param ping whether containerd answers; takes no longer than a few seconds
    Supervisor(OwnProcess own, BooleanSupplier ping, Limits limits) {
        this.own = own;
        this.ping = ping;
        this.limits = limits;
    }

    /// Returns once there is a process.
    void start() {
        ProcessHandle first = adoptOrStart();
        Thread.ofVirtual().name("containerd-supervisor").start(() -> watch(first));
    }

    private synchronized ProcessHandle adoptOrStart() {
        if (closing.isDone()) {
            throw EngineException.unavailable("the connection to containerd is being closed");
        }
        ProcessHandle handle = own.adopt();
        if (handle == null) {
            handle = own.start();
            LOG.info("started containerd pid={}", handle.pid());
        } else {
            LOG.info("found our containerd still running pid={}", handle.pid());
        }
        running = handle;
        return handle;
    }

    private void watch(ProcessHandle first) {
        ProcessHandle current = first;
        int deaths = 0;
        try {
            while (true) {
                long began = System.nanoTime();
                awaitEnd(current);
                deaths = System.nanoTime() - began > STABLE.toNanos() ? 1 : deaths + 1;
                if (deaths >= DEATHS_TO_REPORT) {
                    LOG.error("containerd ended {} times right after its start, see {}", deaths, own.logFile());
                }
                if (happens(closing, pause(deaths))) {
                    return;
                }
                LOG.warn("containerd pid={} has ended, starting it again", current.pid());
                current = startAgain(deaths);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (EngineException e) {
            LOG.debug("the supervision of containerd ends: {}", e.getMessage());
        }
    }

    /// Tries until there is a process or the supervision is closed.
    private ProcessHandle startAgain(int deaths) throws InterruptedException {
        for (int attempt = deaths + 1; ; attempt++) {
            try {
                return adoptOrStart();
            } catch (EngineException e) {
                if (closing.isDone()) {
                    throw e;
                }
                LOG.error("containerd cannot be started again, trying on: {}", e.getMessage());
                happens(closing, pause(attempt));
            }
        }
    }

    static long pause(int deaths) {
        return deaths <= 1 ? 0 : Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(deaths - 2, 10));
    }

    /// Returns when the process has ended or the supervision is closed.
    private void awaitEnd(ProcessHandle process) throws InterruptedException {
        CompletableFuture<Object> end = CompletableFuture.anyOf(process.onExit(), closing);
        Duration limit = limits.start();
        while (!end.isDone()) {
            awaitAnswer(process, end, limit);
            limit = limits.silence();
            own.boundLog();
            happens(end, BETWEEN_CHECKS_MILLIS);
        }
    }

    /// Returns when it answers or has ended; kills it after a silence that is too long. After a failure it is asked again
    /// later each time.
    private void awaitAnswer(ProcessHandle process, CompletableFuture<Object> end, Duration limit)
            throws InterruptedException {
        long began = System.nanoTime();
        for (int failures = 1; !end.isDone() && !ping.getAsBoolean(); failures++) {
            if (System.nanoTime() - began > limit.toNanos()) {
                LOG.warn("containerd pid={} does not answer, killing it", process.pid());
                own.kill(process);
                return;
            }
            happens(end, Math.min(failures * 200L, 2_000));
        }
    }

    private static boolean happens(CompletableFuture<?> event, long millis) throws InterruptedException {
        try {
            event.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /// Ends the supervision; the process, too, when asked to.
    void close(boolean terminate) {
        closing.complete(null);
        ProcessHandle last;
        synchronized (this) {
            last = running;
        }
        if (terminate && last != null) {
            own.stop(last);
        }
    }
}
