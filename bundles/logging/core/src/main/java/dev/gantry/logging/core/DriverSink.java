package dev.gantry.logging.core;

import dev.gantry.api.lease.Lease;
import dev.gantry.api.logging.LogBatch;
import dev.gantry.api.logging.LogDriver;
import dev.gantry.api.logging.LogInfo;
import dev.gantry.api.logging.LogSink;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A driver's sink that outlives the driver: closed when its provider leaves, opened again with the next one. The batch that finds
/// no sink waits.
final class DriverSink implements LineSink, TrackedLogDrivers.DriverUser {
    private static final Logger LOG = LoggerFactory.getLogger(DriverSink.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
    private static final long FAILED_OPEN_PAUSE_MILLIS = 1000;
    private static final long WRITE_LIMIT_SECONDS = 10;

    private final TrackedLogDrivers drivers;
    private final String name;
    private final LogInfo info;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private volatile @Nullable LogSink sink;
    private @Nullable LogDriver owner;
    private boolean overtaken;
    private boolean closed;
    private boolean failing;

    private DriverSink(TrackedLogDrivers drivers, String name, LogInfo info) {
        this.drivers = drivers;
        this.name = name;
        this.info = info;
    }

    /// Opens the log for the first time.
    ///
    /// @throws EngineException no such driver, or it refuses
    static DriverSink open(TrackedLogDrivers drivers, String name, LogInfo info) throws IOException {
        DriverSink opened = new DriverSink(drivers, name, info);
        drivers.add(opened);
        try (Lease<LogDriver> lease = drivers.acquire(name)) {
            opened.openWith(lease.service());
            return opened;
        } catch (IOException | RuntimeException e) {
            drivers.remove(opened);
            throw e;
        }
    }

    @Override
    public String driverName() {
        return name;
    }

    @Override
    public boolean write(LogBatch batch) throws InterruptedException {
        Boolean written = writeNow(batch);
        while (written == null) {
            reopen();
            written = writeNow(batch);
        }
        return written;
    }

    /// Null when there is no sink to write to.
    private @Nullable Boolean writeNow(LogBatch batch) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (overtaken) {
                closeSink();
            }
            LogSink to = sink;
            if (to == null) {
                return closed ? Boolean.FALSE : null;
            }
            to.write(batch);
            failing = false;
            return true;
        } catch (IOException | RuntimeException e) {
            report("container {}: {} lines are lost, log driver {} failed: {}", batch.size(), e);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void reopen() throws InterruptedException {
        Lease<LogDriver> lease = drivers.await(name, LOOK_AGAIN);
        if (lease == null) {
            LOG.warn(
                    "container {}: lines wait for log driver {}",
                    info.container().id(),
                    name);
            return;
        }
        try (lease) {
            openWith(lease.service());
        } catch (IOException | RuntimeException e) {
            report("container {}: lines wait ({}), log driver {} does not open: {}", 0, e);
            pause();
        }
    }

    private void openWith(LogDriver driver) throws IOException {
        lock.lock();
        try {
            if (sink == null && !closed) {
                sink = driver.open(info);
                owner = driver;
                overtaken = false;
            }
        } finally {
            lock.unlock();
        }
    }

    private void pause() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(FAILED_OPEN_PAUSE_MILLIS);
            while (!closed && left > 0) {
                left = closing.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// One warning for a row of failures.
    private void report(String words, int lines, Exception e) {
        if (failing) {
            LOG.debug(words, info.container().id(), lines, name, e.toString(), e);
        } else {
            LOG.warn(words, info.container().id(), lines, name, e.toString());
        }
        failing = true;
    }

    @Override
    public void arrived(LogDriver driver) {
        lock.lock();
        try {
            overtaken = owner != null && owner != driver;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void left(LogDriver driver) {
        try {
            if (lock.tryLock(WRITE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                try {
                    if (owner == driver) {
                        closeSink();
                    }
                } finally {
                    lock.unlock();
                }
            } else {
                LOG.warn(
                        "container {}: log driver {} does not come to the end of a write and is closed in it",
                        info.container().id(),
                        name);
                closeSink();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeSink() {
        LogSink gone = sink;
        sink = null;
        owner = null;
        overtaken = false;
        if (gone == null) {
            return;
        }
        try (gone) {
            gone.flush();
        } catch (IOException | RuntimeException e) {
            LOG.warn("container {}: closing log driver {}: {}", info.container().id(), name, e.toString());
        }
    }

    @Override
    public void close(Duration limit) {
        drivers.remove(this);
        boolean locked = false;
        try {
            locked = lock.tryLock(Math.max(limit.toNanos(), 1), TimeUnit.NANOSECONDS);
            closed = true;
            closeSink();
            if (locked) {
                closing.signalAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (locked) {
                lock.unlock();
            }
        }
    }
}
