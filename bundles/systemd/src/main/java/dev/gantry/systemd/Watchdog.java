package dev.gantry.systemd;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives a sign of life at half of the interval that the service manager has set, as long as the daemon answers. One that hangs is
/// silent, and the service manager ends it.
///
/// It runs on a virtual thread like every request: when these starve, it is silent too.
final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    /// Whether the daemon is well, found out within a limit.
    interface Health {
        boolean isGood(Duration limit) throws InterruptedException;
    }

    private final Duration pause;
    private final Duration limit;
    private final Health health;
    private final Runnable sign;
    private final CountDownLatch closed = new CountDownLatch(1);

    Watchdog(Duration interval, Health health, Runnable sign) {
        this.pause = interval.dividedBy(2);
        this.limit = interval.dividedBy(4);
        this.health = health;
        this.sign = sign;
        Thread.ofVirtual().name("systemd watchdog").start(this::run);
    }

    /// What `WATCHDOG_USEC` says, unless it is meant for another process; zero for no watchdog.
    static Duration interval(Map<String, String> environment, long pid) {
        String process = environment.getOrDefault("WATCHDOG_PID", "");
        if (!process.isEmpty() && !process.equals(String.valueOf(pid))) {
            return Duration.ZERO;
        }
        try {
            long micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
            return Duration.of(Math.max(0, micros), java.time.temporal.ChronoUnit.MICROS);
        } catch (NumberFormatException e) {
            LOG.warn("WATCHDOG_USEC is no number: there is no watchdog");
            return Duration.ZERO;
        }
    }

    private void run() {
        try {
            do {
                if (health.isGood(limit)) {
                    sign.run();
                } else {
                    LOG.warn("the API does not answer: no sign of life to systemd");
                }
            } while (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
