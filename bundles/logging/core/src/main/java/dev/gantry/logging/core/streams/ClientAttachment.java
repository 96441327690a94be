package dev.gantry.logging.core.streams;

import dev.gantry.api.logging.AttachRequest;
import dev.gantry.api.logging.Attachment;
import dev.gantry.api.logging.LogSource;
import dev.gantry.api.logging.StreamFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client, and the output that waits for it.
final class ClientAttachment implements Attachment {
    private static final Logger LOG = LoggerFactory.getLogger(ClientAttachment.class);
    private static final int QUEUE_BYTES = 1024 * 1024;
    private static final int INPUT_BYTES = 16 * 1024;

    private final ProcessStreams streams;
    private final AttachRequest request;
    private final @Nullable DetachKeys keys;
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
        if (end != null) {
            return false;
        }
        try {
            DetachKeys sought = keys;
            if (sought == null) {
                streams.input(this, bytes, offset, length);
                return true;
            }
            ByteArrayOutputStream passed = new ByteArrayOutputStream(length);
            boolean detached = sought.scan(bytes, offset, length, passed);
            streams.input(this, passed.toByteArray(), 0, passed.size());
            if (detached) {
                finish(End.DETACHED);
            }
            return !detached;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while writing to the standard input", e);
        }
    }

    @Override
    public void endInput() {
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
    void finish(End how) {
        lock.lock();
        try {
            if (end == null) {
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
    public End transfer(@Nullable InputStream input, OutputStream output, boolean multiplexed) {
        if (input != null && request.stdin()) {
            Thread.ofVirtual().name("attach-input").start(() -> pumpInput(input));
        }
        try {
            for (Chunk chunk = read(); chunk != null; chunk = read()) {
                if (multiplexed) {
                    StreamFrame.write(output, chunk.source().number(), chunk.bytes(), 0, chunk.bytes().length);
                } else {
                    output.write(chunk.bytes());
                }
            }
            output.flush();
            return end();
        } catch (IOException e) {
            LOG.debug("an attached client is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
        return End.CLOSED;
    }

    private void pumpInput(InputStream input) {
        byte[] buffer = new byte[INPUT_BYTES];
        try {
            for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
                if (!write(buffer, 0, n)) {
                    return;
                }
            }
            endInput();
        } catch (IOException e) {
            LOG.debug("the input of an attached client broke off", e);
            if (end == null && streams.isInputOpen()) {
                close();
            }
        }
    }

    @Override
    public void close() {
        finish(End.CLOSED);
    }
}
