package dev.gantry.logging.core.streams;

import dev.gantry.api.logging.AttachRequest;
import dev.gantry.api.logging.Attachment;
import dev.gantry.api.logging.LogSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A client, and the output that waits for it.
final class ClientAttachment implements Attachment {
    private static final int QUEUE_BYTES = 1024 * 1024;

    private final ProcessStreams streams;
    private final AttachRequest request;
    private final @Nullable DetachKeys keys;
    private final String mark = UUID.randomUUID().toString();
    private final ByteArrayOutputStream unwritten = new ByteArrayOutputStream(0);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Chunk> queue = new ArrayDeque<>();
    private int queued;
    private volatile @Nullable End end;
    private final AtomicLong taken = new AtomicLong();

    ClientAttachment(ProcessStreams streams, AttachRequest request, boolean terminal) {
        this.streams = streams;
        this.request = request;
        keys = terminal && request.detachKeys().length > 0 ? new DetachKeys(request.detachKeys()) : null;
    }

    boolean isOpen() {
        return end == null;
    }

    boolean wants(LogSource source) {
        return end == null && (source == LogSource.STDOUT ? request.stdout() : request.stderr());
    }

    /// Queues output, also when the queue is over its limit: the pump looks at [#isFull] before it reads.
    void offer(Chunk chunk) {
        lock.lock();
        try {
            if (end == null) {
                queue.add(chunk);
                queued += chunk.bytes().length;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isFull() {
        lock.lock();
        try {
            return end == null && queued >= QUEUE_BYTES;
        } finally {
            lock.unlock();
        }
    }

    /// Grows with every chunk that the client takes.
    long taken() {
        return taken.get();
    }

    @Override
    public @Nullable Chunk read() throws InterruptedException {
        Chunk chunk;
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty() && end == null) {
                changed.await();
            }
            chunk = queue.poll();
            if (chunk != null) {
                queued -= chunk.bytes().length;
                taken.incrementAndGet();
            }
        } finally {
            lock.unlock();
        }
        if (chunk != null) {
            streams.roomAgain();
        }
        return chunk;
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) throws IOException {
        DetachKeys sought = keys;
        if (end != null) {
            holdKeysBack();
            unwritten.write(bytes, offset, length);
            return false;
        }
        if (!request.stdin()) {
            return true;
        }
        if (sought == null) {
            return pass(bytes, offset, length);
        }
        ByteArrayOutputStream passed = new ByteArrayOutputStream(length);
        boolean detached = sought.scan(bytes, offset, length, passed);
        if (!pass(passed.toByteArray(), 0, passed.size())) {
            return false;
        }
        if (detached && !finish(End.DETACHED)) {
            // The provider has left first: the keys are for the successor.
            holdKeysBack();
        }
        return !detached;
    }

    /// @return false when the provider has left before all was written; the rest is for the successor
    private boolean pass(byte[] bytes, int offset, int length) throws IOException {
        try {
            int written = streams.input(this, bytes, offset, length);
            if (written == length) {
                return true;
            }
            if (!streams.isLeaving()) {
                throw new IOException("the standard input is closed");
            }
            unwritten.write(bytes, offset + written, length - written);
            holdKeysBack();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while writing to the standard input", e);
        }
    }

    private void holdKeysBack() {
        if (keys != null) {
            keys.takeHeld(unwritten);
        }
    }

    @Override
    public byte[] unwritten() {
        byte[] taken = unwritten.toByteArray();
        unwritten.reset();
        return taken;
    }

    @Override
    public void endInput() {
        if (!request.stdin()) {
            return;
        }
        try {
            if (!streams.endInput(this)) {
                finish(End.STDIN_ENDED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends it in this way, unless it has ended already. What is queued stays readable when the output is over, and goes when
    /// the client does.
    ///
    /// @return whether it had not ended before
    boolean finish(End how) {
        boolean first;
        lock.lock();
        try {
            first = end == null;
            if (first) {
                end = how;
                if (how == End.CLOSED || how == End.DETACHED) {
                    queue.clear();
                    queued = 0;
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        streams.gone(this);
        return first;
    }

    @Override
    public End end() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            End how = end;
            while (how == null) {
                changed.await();
                how = end;
            }
            return how;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Rest rest() {
        return end == End.PROVIDER_LEFT ? new Rest(streams.request(), request, mark, streams.hadBegun()) : null;
    }

    String mark() {
        return mark;
    }

    @Override
    public void close() {
        finish(End.CLOSED);
    }
}
