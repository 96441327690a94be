package dev.gantry.api.lease;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One provider and the number of leases on it that are out.
final class CountedProvider<T> {
    /// Added to the count by the departure, which makes it negative.
    private static final int DEPARTED = Integer.MIN_VALUE;

    private final T service;

    /// Belongs to the slot's lock.
    private int ranking;

    /// How many leases are out. Every request takes several, side by side: no lock.
    private final AtomicInteger leases = new AtomicInteger();

    CountedProvider(T service, int ranking) {
        this.service = service;
        this.ranking = ranking;
    }

    int ranking() {
        return ranking;
    }

    void rank(int real) {
        ranking = real;
    }

    T service() {
        return service;
    }

    /// A lease, or null once the provider has departed.
    @Nullable Lease<T> lease() {
        int out = leases.get();
        while (out >= 0) {
            if (leases.compareAndSet(out, out + 1)) {
                return new Counted();
            }
            out = leases.get();
        }
        return null;
    }

    /// Refuses new leases and waits until the last one is back.
    ///
    /// @return whether they all came back in time
    synchronized boolean drain(Duration limit) {
        leases.getAndUpdate(out -> out < 0 ? out : out + DEPARTED);
        long end = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        while (leases.get() != DEPARTED) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                interrupted = true;
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return leases.get() == DEPARTED;
    }

    private void giveBack() {
        if (leases.decrementAndGet() == DEPARTED) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    private final class Counted implements Lease<T> {
        private final AtomicBoolean open = new AtomicBoolean(true);

        @Override
        public T service() {
            return service;
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                giveBack();
            }
        }
    }
}
