package dev.gantry.logging.core;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Tells followers of one log that lines were written, or that there will be no more.
final class LogSignal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicLong count = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean over;
    private volatile boolean left;

    /// Grows with each batch.
    long count() {
        return count.get();
    }

    boolean isOver() {
        return over;
    }

    /// Whether lines go on, but not here.
    boolean hasLeft() {
        return left;
    }

    void written() {
        count.incrementAndGet();
        if (waiting.get() > 0) {
            wake();
        }
    }

    void end() {
        over = true;
        wake();
    }

    /// As [#end], but the log goes on with a successor of this bundle.
    void leave() {
        left = true;
        end();
    }

    /// Lets all that wait look again.
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until something was written after `seen`, the end, or the time limit.
    ///
    /// @param cancelled looked at after each [#wake]
    void await(long seen, long nanos, BooleanSupplier cancelled) throws InterruptedException {
        lock.lockInterruptibly();
        waiting.incrementAndGet();
        try {
            long left = nanos;
            while (count.get() == seen && !over && !cancelled.getAsBoolean() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
    }
}
