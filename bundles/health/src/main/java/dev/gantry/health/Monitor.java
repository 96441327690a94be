package dev.gantry.health;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.exec.ExecResult;
import dev.gantry.api.types.Health;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Probes one container for as long as it runs. No thread waits between probes.
final class Monitor {
    static final int OUTPUT_LIMIT = 4096;
    private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);
    private static final int NO_PROBE = -1;

    private final ProbeSettings settings;
    private final Progress progress;
    private final Supplier<ExecResult> probe;
    private final Consumer<Health> report;
    private final Timer timer;
    private final InstantSource clock;
    private @Nullable ScheduledFuture<?> next;
    private boolean ended;
    private boolean paused;

    /// Runs something later, on a thread that may block.
    interface Timer {
        ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit);
    }

    Monitor(
            ProbeSettings settings,
            Progress progress,
            Supplier<ExecResult> probe,
            Consumer<Health> report,
            Timer timer,
            InstantSource clock) {
        this.settings = settings;
        this.progress = progress;
        this.probe = probe;
        this.report = report;
        this.timer = timer;
        this.clock = clock;
    }

    synchronized void begin() {
        schedule();
    }

    private void schedule() {
        cancel();
        if (!ended && !paused) {
            Duration pause = progress.pause(clock.instant());
            next = timer.schedule(this::run, pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void run() {
        Health found = result();
        if (isOn()) {
            tell(found);
        }
        synchronized (this) {
            schedule();
        }
    }

    private Health result() {
        var begin = clock.instant();
        try {
            ExecResult result = probe.get();
            String output = result.timedOut() ? overtime(result) : cut(result);
            return progress.take(begin, clock.instant(), result.timedOut() ? NO_PROBE : result.exitCode(), output);
        } catch (EngineException e) {
            return progress.take(begin, clock.instant(), NO_PROBE, String.valueOf(e.getMessage()));
        }
    }

    private static String cut(ExecResult result) {
        return result.truncated() ? result.output() + "..." : result.output();
    }

    private String overtime(ExecResult result) {
        String words = "Health check exceeded timeout (" + GoDuration.text(settings.timeout()) + ")";
        return result.output().isEmpty() ? words : words + ": " + cut(result);
    }

    private void tell(Health found) {
        try {
            report.accept(found);
        } catch (EngineException e) {
            LOG.debug("nobody takes the health: {}", e.getMessage());
        }
    }

    private synchronized boolean isOn() {
        return !ended && !paused;
    }

    /// No probes while the container is frozen.
    synchronized void pause(boolean frozen) {
        if (paused == frozen) {
            return;
        }
        paused = frozen;
        cancel();
        schedule();
    }

    synchronized void end() {
        ended = true;
        cancel();
    }

    private void cancel() {
        ScheduledFuture<?> waiting = next;
        if (waiting != null) {
            waiting.cancel(false);
        }
    }
}
