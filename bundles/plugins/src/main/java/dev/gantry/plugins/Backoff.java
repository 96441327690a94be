package dev.gantry.plugins;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The pauses between tries: 1, 2, 4, 8 s … as long as the whole stays below the patience.
final class Backoff {
    private final CountDownLatch leaving;
    private final long unitNanos;
    private final long patienceNanos;
    private final long begun = System.nanoTime();
    private int tries;

    /// @param leaving ends every pause when it is counted down
    /// @param unit the first pause, 1 s but in tests
    Backoff(CountDownLatch leaving, Duration unit, Duration patience) {
        this.leaving = leaving;
        this.unitNanos = unit.toNanos();
        this.patienceNanos = patience.toNanos();
    }

    /// Waits before the next try.
    ///
    /// @return whether there shall be one
    /// @throws InterruptedIOException when the thread is interrupted
    boolean pause() throws InterruptedIOException {
        long wait = unitNanos << Math.min(tries++, 20);
        if (System.nanoTime() - begun + wait >= patienceNanos) {
            return false;
        }
        try {
            return !leaving.await(wait, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("cancelled");
        }
    }
}
