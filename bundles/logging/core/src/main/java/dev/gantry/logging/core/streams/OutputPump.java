package dev.gantry.logging.core.streams;

import dev.gantry.api.linux.OpenFlag;
import dev.gantry.api.linux.ReadinessLoop;
import dev.gantry.api.logging.LogSource;
import dev.gantry.logging.core.ContainerLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Empties one fifo: to the attached clients, and line by line to the log. It works on a virtual thread while there is something to
/// read and has none in between.
///
/// The fifo is open for writing too, so that its end is not seen before the process has opened it; the end is looked for from
/// [#seekEnd] on.
final class OutputPump {
    private static final Logger LOG = LoggerFactory.getLogger(OutputPump.class);
    private static final int ROUNDS = 64;
    private static final int PIPE_BYTES = 256 * 1024;

    private final Kernel kernel;
    private final ProcessStreams streams;
    private final LogSource source;
    private final Path fifo;
    private final @Nullable ContainerLog log;
    private final PendingBytes pending;
    private final LineSplitter splitter;
    private final ReentrantLock turn = new ReentrantLock();
    private final AtomicBoolean queued = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);
    private int descriptor;
    private ReadinessLoop.Watch watch;
    private boolean over;
    private int toSkip;
    private volatile @Nullable Thread worker;
    private long lastNanos;

    /// @param toSkip lines at the beginning of what is pending that are in the log already
    OutputPump(
            ProcessStreams streams,
            LogSource source,
            Path fifo,
            @Nullable ContainerLog log,
            PendingBytes pending,
            int toSkip)
            throws IOException {
        this.kernel = streams.kernel();
        this.streams = streams;
        this.source = source;
        this.fifo = fifo;
        this.log = log;
        this.pending = pending;
        this.toSkip = toSkip;
        splitter = new LineSplitter(source, log == null ? Integer.MAX_VALUE : log.lineLimit(), pending.longLine());
        descriptor = kernel.descriptors().open(fifo, 0, OpenFlag.READ_WRITE, OpenFlag.NON_BLOCKING);
        try {
            watch = kernel.loop()
                    .watch(descriptor, ReadinessLoop.Interest.NONE, (readable, writable, hungUp) -> schedule());
        } catch (IOException e) {
            kernel.descriptors().close(descriptor);
            throw e;
        }
    }

    /// Begins, with what a predecessor has left.
    void start() {
        try {
            kernel.descriptors().setPipeCapacity(descriptor, PIPE_BYTES);
        } catch (IOException e) {
            LOG.debug("{} keeps its capacity", fifo, e);
        }
        schedule();
    }

    /// Looks at the fifo soon; any thread, never blocks.
    void schedule() {
        if (queued.compareAndSet(false, true)) {
            kernel.executor().execute(this::run);
        }
    }

    private void run() {
        turn.lock();
        queued.set(false);
        Scratch scratch = kernel.scratches().take();
        worker = Thread.currentThread();
        try {
            pump(scratch);
        } catch (IOException e) {
            LOG.warn("{}: {}", fifo, e.toString());
            finish();
        } catch (InterruptedException e) {
            LOG.debug("{} is given up", fifo, e);
            finish();
        } finally {
            worker = null;
            kernel.scratches().giveBack(scratch);
            turn.unlock();
        }
    }

    private void pump(Scratch scratch) throws IOException, InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            if (over || streams.isHeldUp()) {
                return;
            }
            if (toSkip > 0 || round == 0 && pending.length() > 0 && log != null) {
                logLines(scratch, pending.timeNanos());
            }
            int n = read(scratch);
            if (n == 0) {
                watch.rearm(ReadinessLoop.Interest.READ);
                return;
            }
            if (n < 0) {
                end(scratch);
                return;
            }
        }
        schedule();
    }

    /// Reads once and hands on what came.
    private int read(Scratch scratch) throws IOException, InterruptedException {
        long now = now();
        ByteBuffer space = pending.space(now);
        int n = kernel.descriptors().read(descriptor, space);
        pending.added(Math.max(n, 0));
        if (n <= 0) {
            return n;
        }
        if (streams.isWanted(source)) {
            byte[] chunk = new byte[n];
            space.get(0, chunk);
            streams.offer(source, chunk);
        }
        if (log == null) {
            pending.used(pending.length(), LineSplitter.LongLine.NONE);
        } else {
            logLines(scratch, now);
        }
        return n;
    }

    private void logLines(Scratch scratch, long timeNanos) throws InterruptedException {
        int length = pending.length();
        pending.copyTo(scratch.bytes);
        scratch.batch.clear();
        int used = splitter.split(scratch.bytes, length, timeNanos, scratch.batch);
        write(scratch);
        pending.used(used, splitter.longLine());
    }

    private void write(Scratch scratch) throws InterruptedException {
        ContainerLog to = log;
        if (to == null || scratch.batch.isEmpty()) {
            return;
        }
        if (toSkip > 0) {
            scratch.batch.removeFirst(Math.min(toSkip, scratch.batch.size()));
            toSkip = 0;
        }
        if (!scratch.batch.isEmpty()) {
            to.write(scratch.batch);
        }
    }

    /// The writers are gone and everything is read.
    private void end(Scratch scratch) throws InterruptedException {
        int length = pending.length();
        pending.copyTo(scratch.bytes);
        scratch.batch.clear();
        splitter.end(scratch.bytes, length, now(), scratch.batch);
        write(scratch);
        pending.used(length, LineSplitter.LongLine.NONE);
        finish();
    }

    private void finish() {
        over = true;
        watch.close();
        finished.countDown();
    }

    /// Now, but never the same twice: a daemon that finds lines of this time in the log has to know which read they are from.
    private long now() {
        Instant instant = Instant.now();
        lastNanos = Math.max(lastNanos + 1, instant.getEpochSecond() * 1_000_000_000L + instant.getNano());
        return lastNanos;
    }

    /// The process has exited: gives up the own writing end, so that the end shows once the other writers are gone.
    void seekEnd(long limitNanos) throws IOException, InterruptedException {
        if (!turn.tryLock(limitNanos, TimeUnit.NANOSECONDS)) {
            return;
        }
        try {
            if (over) {
                return;
            }
            int readOnly = kernel.descriptors().open(fifo, 0, OpenFlag.NON_BLOCKING);
            watch.close();
            kernel.descriptors().close(descriptor);
            descriptor = readOnly;
            watch = kernel.loop()
                    .watch(readOnly, ReadinessLoop.Interest.NONE, (readable, writable, hungUp) -> schedule());
        } finally {
            turn.unlock();
        }
        schedule();
    }

    boolean awaitFinished(long limitNanos) throws InterruptedException {
        return finished.await(limitNanos, TimeUnit.NANOSECONDS);
    }

    /// Stops reading, at once if need be in the middle of a write, and closes. What is pending stays in its file.
    void close() {
        stop(0, kernel.descriptors()::close);
    }

    /// Stops reading; a successor goes on with what is pending and what is in the fifo, which stays open.
    ///
    /// @param graceNanos how long a write may take to come to its end
    void leave(long graceNanos, ParkedEnds parked) {
        stop(graceNanos, open -> parked.park(fifo, open));
    }

    private void stop(long graceNanos, IntConsumer whenOpen) {
        boolean locked = false;
        try {
            locked = turn.tryLock(graceNanos, TimeUnit.NANOSECONDS);
            if (!locked) {
                interruptWorker();
                turn.lockInterruptibly();
                locked = true;
            }
            IntConsumer then = over ? kernel.descriptors()::close : whenOpen;
            finish();
            then.accept(descriptor);
            pending.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (locked) {
                turn.unlock();
            }
        }
    }

    private void interruptWorker() {
        Thread busy = worker;
        if (busy != null) {
            busy.interrupt();
        }
    }
}
