package dev.gantry.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Holds new requests back while a bundle goes that many others stand on.
///
/// Without it such a departure would deadlock until every wait in it has timed out: the bundle waits for its users to be deactivated,
/// they for the requests in them, and a request for the very service that is on its way out.
///
/// An open gate costs a request two counts and no lock.
final class SwapGate {
    private final Duration longest;
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean closed;

    /// Guards what follows, and every change of `closed`.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Map<Long, Long> closedUntil = new HashMap<>();

    /// @param longest how long a gate that nobody opens holds requests back
    SwapGate(Duration longest) {
        this.longest = longest;
    }

    /// A request goes in, once it may. Each entry is left once.
    void enter() throws InterruptedException {
        // First in, then a look: who closes shuts first and then counts, so that one of the two sees the other.
        inside.incrementAndGet();
        while (closed) {
            leave();
            awaitOpen();
            inside.incrementAndGet();
        }
    }

    void leave() {
        if (inside.decrementAndGet() == 0 && closed) {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void awaitOpen() throws InterruptedException {
        lock.lock();
        try {
            for (long left = nanosClosed(); left > 0; left = nanosClosed()) {
                changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private long nanosClosed() {
        long now = System.nanoTime();
        closedUntil.values().removeIf(until -> until - now <= 0);
        closed = !closedUntil.isEmpty();
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
            closed = true;
            while (inside.get() > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return inside.get() == 0;
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
            closed = !closedUntil.isEmpty();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
