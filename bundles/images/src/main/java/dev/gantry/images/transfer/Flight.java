package dev.gantry.images.transfer;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A blob on its way. The pull that brings it tells how it goes; others that want the same blob follow, each in its own thread and at
/// its own client's pace, so that none holds up another.
final class Flight implements TransferReport {
    private final TransferReport own;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private Position position = new Position("Waiting", 0, -1);
    private int moves;
    private int followers;
    private boolean landed;

    /// @param total below zero where no bytes are told
    private record Position(String state, long current, long total) {}

    /// @param own hears it first
    Flight(TransferReport own) {
        this.own = own;
    }

    @Override
    public void state(String state) {
        move(new Position(state, 0, -1));
        own.state(state);
    }

    @Override
    public void bytes(String action, long current, long total) {
        move(new Position(action, current, total));
        own.bytes(action, current, total);
    }

    private void move(Position to) {
        lock.lock();
        try {
            position = to;
            moves++;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// It is over, whether the blob is here or not.
    void land() {
        lock.lock();
        try {
            landed = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether others wait for the blob.
    boolean isFollowed() {
        lock.lock();
        try {
            return followers > 0;
        } finally {
            lock.unlock();
        }
    }

    /// Tells `report` how it goes until it is over.
    ///
    /// @throws EngineException UNAVAILABLE when the thread is interrupted
    void follow(TransferReport report) {
        lock.lock();
        try {
            followers++;
            int seen = -1;
            while (!landed) {
                if (seen == moves) {
                    moved.await();
                } else {
                    seen = moves;
                    tell(report, position);
                }
            }
        } catch (InterruptedException e) {
            throw BlobDownloads.cancelled(e);
        } finally {
            followers--;
            lock.unlock();
        }
    }

    /// Lets go of the lock meanwhile: the follower's client may be slow.
    private void tell(TransferReport report, Position at) {
        lock.unlock();
        try {
            if (at.total() < 0) {
                report.state(at.state());
            } else {
                report.bytes(at.state(), at.current(), at.total());
            }
        } finally {
            lock.lock();
        }
    }
}
