package dev.gantry.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WatchdogTest {
    private static Duration interval(String micros, String pid) {
        return Watchdog.interval(Map.of("WATCHDOG_USEC", micros, "WATCHDOG_PID", pid), 42);
    }

    @Test
    void takesTheIntervalUnlessItIsAnotherProcess() {
        assertEquals(Duration.ofSeconds(30), interval("30000000", "42"));
        assertEquals(Duration.ofSeconds(30), interval("30000000", ""));
        assertEquals(Duration.ZERO, interval("30000000", "41"));
        assertEquals(Duration.ZERO, interval("soon", "42"));
        assertEquals(Duration.ZERO, Watchdog.interval(Map.of(), 42));
    }

    @Test
    void givesSignsOfLifeAsLongAsTheDaemonIsWell() throws InterruptedException {
        Semaphore signs = new Semaphore(0);
        try (Watchdog _ = new Watchdog(Duration.ofMillis(20), _ -> true, signs::release)) {
            signs.acquire(3);
        }
    }

    @Test
    void isSilentWhileTheDaemonIsNot() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(3);
        AtomicBoolean well = new AtomicBoolean();
        AtomicInteger tooEarly = new AtomicInteger();
        Semaphore signs = new Semaphore(0);
        Watchdog.Health health = _ -> {
            asked.countDown();
            return well.get();
        };
        Runnable sign = () -> {
            if (!well.get()) {
                tooEarly.incrementAndGet();
            }
            signs.release();
        };
        try (Watchdog _ = new Watchdog(Duration.ofMillis(20), health, sign)) {
            asked.await();
            well.set(true);
            signs.acquire();
        }
        assertEquals(0, tooEarly.get());
    }
}
