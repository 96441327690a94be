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
/// once at first, then after growing pauses; ten deaths in a row, each within 10 s of its start, end the attempts. One that
/// lives but does not answer for half a minute is killed.
final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final int DEATHS_LIMIT = 10;
    private static final Duration STABLE = Duration.ofSeconds(10);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    private static final long PING_MILLIS = 10_000;
    private static final int SILENCE_LIMIT = 3;

    private final OwnProcess own;
    private final BooleanSupplier ping;
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private @Nullable ProcessHandle running;

    /// @param ping whether containerd answers; takes no longer than a few seconds
    Supervisor(OwnProcess own, BooleanSupplier ping) {
        this.own = own;
        this.ping = ping;
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
            while (deaths < DEATHS_LIMIT) {
                long began = System.nanoTime();
                awaitEnd(current);
                deaths = System.nanoTime() - began > STABLE.toNanos() ? 0 : deaths + 1;
                if (happens(closing, pause(deaths))) {
                    return;
                }
                LOG.warn("containerd pid={} has ended, starting it again", current.pid());
                current = adoptOrStart();
            }
            LOG.error("containerd ended {} times in a row right after its start, see its log", deaths);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (EngineException e) {
            if (!closing.isDone()) {
                LOG.error("containerd cannot be started again: {}", e.getMessage());
            }
        }
    }

    /// Returns when the process has ended or the supervision is closed.
    private void awaitEnd(ProcessHandle process) throws InterruptedException {
        CompletableFuture<Object> end = CompletableFuture.anyOf(process.onExit(), closing);
        int silences = 0;
        while (!happens(end, PING_MILLIS)) {
            silences = ping.getAsBoolean() ? 0 : silences + 1;
            if (silences == SILENCE_LIMIT) {
                LOG.warn("containerd pid={} does not answer, killing it", process.pid());
                process.destroyForcibly();
            }
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

    private static long pause(int deaths) {
        return deaths <= 1 ? 0 : Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << (deaths - 2));
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
