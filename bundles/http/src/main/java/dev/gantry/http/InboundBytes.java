package dev.gantry.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What a client sends, handed from the event loop to one reading thread. The socket is read only when the reader has run dry, so
/// no more is held than one read brings.
final class InboundBytes extends InputStream {
    private final Runnable demand;
    private final @Nullable Duration stallLimit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>();
    private boolean ended;
    private boolean wanted;
    private boolean discarding;
    private long received;
    private long discarded;
    private @Nullable IOException failure;

    /// @param demand asks the event loop for one read; called on the reading thread
    /// @param stallLimit longest wait for the next byte; null for no limit
    InboundBytes(Runnable demand, @Nullable Duration stallLimit) {
        this.demand = demand;
        this.stallLimit = stallLimit;
    }

    /// Event loop: takes over the buffer.
    void offer(ByteBuf bytes) {
        lock.lock();
        try {
            received += bytes.readableBytes();
            if (discarding) {
                discarded += bytes.readableBytes();
            }
            if (discarding || ended || !bytes.isReadable()) {
                bytes.release();
                return;
            }
            queue.add(bytes);
            wanted = false;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Event loop: nothing more will come.
    void end() {
        finish(null);
    }

    /// Any thread: reading fails from now on and what is queued is dropped, unless all has come in already.
    void fail(IOException why) {
        finish(why);
    }

    private void finish(@Nullable IOException why) {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
            failure = why;
            if (why != null) {
                releaseAll();
            }
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Any thread: throws away what is queued and what comes.
    void discard() {
        lock.lock();
        try {
            discarding = true;
            releaseAll();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether the last byte has come in.
    boolean isEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /// Whether the reader waits for bytes.
    boolean isWanted() {
        lock.lock();
        try {
            return wanted && !ended;
        } finally {
            lock.unlock();
        }
    }

    /// Whether more has been thrown away than a kept connection is worth.
    boolean discardedMuch() {
        lock.lock();
        try {
            return discarded > Limits.DISCARD;
        } finally {
            lock.unlock();
        }
    }

    long received() {
        lock.lock();
        try {
            return received;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        lock.lock();
        try {
            if (!awaitBytes()) {
                return -1;
            }
            ByteBuf first = queue.getFirst();
            int count = Math.min(length, first.readableBytes());
            first.readBytes(into, offset, count);
            if (!first.isReadable()) {
                queue.removeFirst().release();
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    /// The reading thread: the next bytes, which are read again by the next read.
    byte[] peek(int atMost) throws IOException {
        byte[] head = readNBytes(atMost);
        lock.lock();
        try {
            if (head.length > 0 && !discarding && failure == null) {
                queue.addFirst(Unpooled.wrappedBuffer(head));
            }
        } finally {
            lock.unlock();
        }
        return head;
    }

    private boolean awaitBytes() throws IOException {
        long left = stallLimit == null ? Long.MAX_VALUE : stallLimit.toNanos();
        while (queue.isEmpty()) {
            if (failure != null) {
                throw failure;
            }
            if (ended || discarding) {
                return false;
            }
            if (!wanted) {
                wanted = true;
                demand.run();
            }
            if (left <= 0) {
                throw new ClientGone("the client stalled");
            }
            try {
                left = arrived.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while reading");
            }
        }
        return true;
    }

    @Override
    public int available() {
        lock.lock();
        try {
            return queue.isEmpty() ? 0 : queue.getFirst().readableBytes();
        } finally {
            lock.unlock();
        }
    }

    /// Nothing to close: the connection decides what becomes of the rest.
    @Override
    public void close() {}

    private void releaseAll() {
        ByteBuf bytes;
        while ((bytes = queue.poll()) != null) {
            bytes.release();
        }
    }
}
