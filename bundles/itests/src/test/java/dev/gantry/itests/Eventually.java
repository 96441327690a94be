package dev.gantry.itests;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for a state that another process reaches in its own time.
final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Eventually() {}

    static void holds(String what, BooleanSupplier condition) {
        holds(what, condition, () -> "");
    }

    static void holds(String what, BooleanSupplier condition, Supplier<String> detail) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + LIMIT + ": " + what + " " + detail.get());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
