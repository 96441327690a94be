package dev.gantry.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Holds new requests back while a bundle goes that many others stand on.
///
/// Without it such a departure would deadlock until every wait in it has timed out: the bundle waits for its users to be deactivated,
/// they for the requests in them, and a request for the very service that is on its way out.
final class SwapGate {
    private final Duration longest;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Long, Long> closedUntil = new HashMap<>();
    private int inside;

    /// @param longest how long a gate that nobody opens holds requests back
    SwapGate(Duration longest) {
        this.longest = longest;
    }

    /// A request goes in, once it may. Each entry is left once.
    void enter() throws InterruptedException {
        lock.lock();
        try {
            for (long left = nanosClosed(); left > 0; left = nanosClosed()) {
                changed.awaitNanos(left);
            }
            inside++;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            inside--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private long nanosClosed() {
        long now = System.nanoTime();
        closedUntil.values().removeIf(until -> until - now <= 0);
        return closedUntil.values().stream()
                .mapToLong(until -> until - now)
                .max()
                .orElse(0);
    }

    /// Lets no more requests in, and waits for those inside.
    ///
    /// @param by who closes it, and opens it again
    /// @param limit longest wait
    /// @return whether nobody is inside any more
    boolean close(long by, Duration limit) {
        long left = limit.toNanos();
        lock.lock();
        try {
            closedUntil.put(by, System.nanoTime() + longest.toNanos() + left);
            while (inside > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return inside == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// Undoes [#close] of the same one. Does nothing when it had not closed.
    void open(long by) {
        lock.lock();
        try {
            closedUntil.remove(by);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
