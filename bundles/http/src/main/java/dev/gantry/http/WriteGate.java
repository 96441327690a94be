package dev.gantry.http;

import io.netty.channel.Channel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Lets a writing thread wait until the client has taken enough of what was written before.
final class WriteGate {
    private final Channel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    WriteGate(Channel channel) {
        this.channel = channel;
    }

    /// Event loop: writability has changed, or the channel was closed.
    void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the channel takes more.
    ///
    /// @param limit longest wait; null for none. When it passes the channel is closed
    /// @throws ClientGone when the channel is closed
    void await(@Nullable Duration limit) throws IOException {
        if (channel.isWritable()) {
            return;
        }
        long left = limit == null ? Long.MAX_VALUE : limit.toNanos();
        lock.lock();
        try {
            while (!channel.isWritable()) {
                if (!channel.isOpen()) {
                    throw new ClientGone("the client has gone");
                }
                if (left <= 0) {
                    channel.close();
                    throw new ClientGone("the client stalled");
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while writing");
        } finally {
            lock.unlock();
        }
    }
}
