package dev.gantry.volume.core;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// One lock for each name, of a fixed number of locks: different names rarely wait for each other.
final class NameLocks {
    private static final int STRIPES = 64;

    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    NameLocks() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    <T> T call(String name, Supplier<T> work) {
        ReentrantLock lock = stripes[Math.floorMod(name.hashCode(), STRIPES)];
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    void run(String name, Runnable work) {
        call(name, () -> {
            work.run();
            return true;
        });
    }
}
