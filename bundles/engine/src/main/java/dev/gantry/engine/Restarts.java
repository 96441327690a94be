package dev.gantry.engine;

import dev.gantry.api.types.RestartPolicy;
import dev.gantry.engine.record.RunState;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// When a container is started again by its policy: after 100 ms, then twice as long each time up to a minute, and from the
/// beginning once a run has lasted 10 s.
final class Restarts {
    static final Duration FIRST = Duration.ofMillis(100);
    static final Duration LONGEST = Duration.ofMinutes(1);
    static final Duration LONG_RUN = Duration.ofSeconds(10);

    private Duration delay = Duration.ZERO;
    private @Nullable Future<?> pending;

    /// Whether a run that ended so is followed by another.
    ///
    /// @param count how often it was started again already
    static boolean wanted(RestartPolicy policy, RunState.End end, boolean manuallyStopped, int count) {
        if (manuallyStopped) {
            return false;
        }
        return switch (policy.Name()) {
            case "always", "unless-stopped" -> true;
            case "on-failure" ->
                end.exitCode() != 0 && (policy.MaximumRetryCount() == 0 || count < policy.MaximumRetryCount());
            default -> false;
        };
    }

    /// How long to wait after a run that ended so.
    synchronized Duration next(RunState.End end) {
        boolean fresh = delay.isZero()
                || Duration.between(end.startedAt(), end.finishedAt()).compareTo(LONG_RUN) >= 0;
        Duration doubled = fresh ? FIRST : delay.multipliedBy(2);
        delay = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return delay;
    }

    /// A client starts it: the count begins anew.
    synchronized void reset() {
        cancel();
        delay = Duration.ZERO;
    }

    synchronized void pending(Future<?> start) {
        pending = start;
    }

    /// @return whether a start was still to come
    synchronized boolean cancel() {
        Future<?> start = pending;
        pending = null;
        return start != null && start.cancel(false);
    }
}
