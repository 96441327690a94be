package dev.gantry.images.transfer;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many transfers go at a time. The number may change while they do: those under way are not stopped when it falls.
final class Places {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private int limit;
    private int taken;

    Places(int limit) {
        this.limit = limit;
    }

    void limit(int newLimit) {
        lock.lock();
        try {
            limit = newLimit;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Takes a place; says `Waiting` first when there is none.
    ///
    /// @throws dev.gantry.api.error.EngineException UNAVAILABLE when the thread is interrupted
    void take(TransferReport report) {
        boolean told = false;
        while (true) {
            lock.lock();
            try {
                if (told) {
                    while (taken >= limit) {
                        freed.await();
                    }
                }
                if (taken < limit) {
                    taken++;
                    return;
                }
            } catch (InterruptedException e) {
                throw BlobDownloads.cancelled(e);
            } finally {
                lock.unlock();
            }
            // Not under the lock: the client may take its time to hear it.
            report.state("Waiting");
            told = true;
        }
    }

    void give() {
        lock.lock();
        try {
            taken--;
            freed.signal();
        } finally {
            lock.unlock();
        }
    }
}
