package dev.gantry.logging.core;

import dev.gantry.api.logging.LogBatch;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Non-blocking mode: lines wait in a bounded buffer for a slow driver; a new line that does not fit is dropped. A line of any
/// length fits an empty buffer.
final class RingSink implements LineSink {
    private static final Logger LOG = LoggerFactory.getLogger(RingSink.class);

    private final LineSink target;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private LogBatch waiting = new LogBatch();
    private LogBatch spare = new LogBatch();
    private boolean closed;
    private long dropped;
    private final Thread writer;

    /// @param maxBytes of line bytes that wait
    RingSink(LineSink target, long maxBytes, String containerId) {
        this.target = target;
        this.maxBytes = maxBytes;
        writer = Thread.ofVirtual().name("log-writer-" + containerId).start(this::writeOut);
    }

    @Override
    public boolean write(LogBatch batch) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (int i = 0; i < batch.size(); i++) {
                if (!waiting.isEmpty() && waiting.byteCount() + (long) batch.length(i) > maxBytes) {
                    dropped++;
                } else {
                    waiting.add(batch, i);
                }
            }
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void writeOut() {
        try {
            for (LogBatch batch = take(); !batch.isEmpty(); batch = take()) {
                target.write(batch);
            }
        } catch (InterruptedException e) {
            LOG.debug("a log is closed before its buffer is empty", e);
        }
    }

    /// The lines that wait; empty when the log is closed.
    private LogBatch take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            LogBatch taken = waiting;
            spare.clear();
            waiting = spare;
            spare = taken;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close(Duration limit) {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (!writer.join(limit)) {
                writer.interrupt();
            }
        } catch (InterruptedException e) {
            writer.interrupt();
            Thread.currentThread().interrupt();
        }
        if (dropped > 0) {
            LOG.debug("{}: {} lines were dropped", writer.getName(), dropped);
        }
        target.close(limit);
    }
}
