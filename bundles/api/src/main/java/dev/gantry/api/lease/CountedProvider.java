package dev.gantry.api.lease;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One provider and the number of leases on it that are out.
final class CountedProvider<T> {
    private final T service;
    private final int ranking;
    private int leases;
    private boolean departed;

    CountedProvider(T service, int ranking) {
        this.service = service;
        this.ranking = ranking;
    }

    int ranking() {
        return ranking;
    }

    T service() {
        return service;
    }

    /// A lease, or null once the provider has departed.
    synchronized @Nullable Lease<T> lease() {
        if (departed) {
            return null;
        }
        leases++;
        return new Counted();
    }

    /// Refuses new leases and waits until the last one is back.
    ///
    /// @return whether they all came back in time
    synchronized boolean drain(Duration limit) {
        departed = true;
        long end = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        while (leases > 0) {
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
        return leases == 0;
    }

    private synchronized void giveBack() {
        leases--;
        if (leases == 0) {
            notifyAll();
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
