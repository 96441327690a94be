package dev.gantry.health;

import dev.gantry.api.types.Health;
import dev.gantry.api.types.HealthcheckResult;
import dev.gantry.api.types.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// What the probes of one run of a container amount to. For one thread.
final class Progress {
    static final String STARTING = "starting";
    static final String HEALTHY = "healthy";
    static final String UNHEALTHY = "unhealthy";
    private static final int KEPT = 5;

    private final ProbeSettings settings;
    private final Instant started;
    private final Deque<HealthcheckResult> log = new ArrayDeque<>();
    private String status = STARTING;
    private int streak;

    /// @param started when the container was
    /// @param before what a predecessor found in this run, to go on from
    Progress(ProbeSettings settings, Instant started, Health before) {
        this.settings = settings;
        this.started = started;
        status = before.Status().isEmpty() || before.Status().equals("none") ? STARTING : before.Status();
        streak = before.FailingStreak();
        if (before.Log() != null) {
            log.addAll(before.Log());
        }
    }

    Health take(Instant begin, Instant end, int exitCode, String output) {
        if (log.size() == KEPT) {
            log.removeFirst();
        }
        log.addLast(new HealthcheckResult(Timestamps.format(begin), Timestamps.format(end), exitCode, output));
        if (exitCode == 0) {
            streak = 0;
            status = HEALTHY;
        } else if (!(status.equals(STARTING) && isStarting(begin))) {
            streak++;
            if (streak >= settings.retries()) {
                status = UNHEALTHY;
            }
        }
        return health();
    }

    Health health() {
        return new Health(status, streak, List.copyOf(log));
    }

    /// How long after a moment the next probe is due.
    Duration pause(Instant now) {
        return status.equals(STARTING) && isStarting(now) ? settings.startInterval() : settings.interval();
    }

    private boolean isStarting(Instant now) {
        return Duration.between(started, now).compareTo(settings.startPeriod()) < 0;
    }
}
