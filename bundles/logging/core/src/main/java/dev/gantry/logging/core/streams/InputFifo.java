package dev.gantry.logging.core.streams;

import dev.gantry.api.linux.Descriptors;
import dev.gantry.api.linux.OpenFlag;
import dev.gantry.api.linux.ReadinessLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/// The writing end of a process's standard input. Opened for reading too, so that it opens before the process is there.
final class InputFifo {
    private static final int CHUNK = 16 * 1024;

    private final Descriptors descriptors;
    private final int descriptor;
    private final ReadinessLoop.Watch watch;
    private final ReentrantLock turn = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean writable;
    private boolean closed;

    InputFifo(Descriptors descriptors, ReadinessLoop loop, Path path) throws IOException {
        this.descriptors = descriptors;
        descriptor = descriptors.open(path, 0, OpenFlag.READ_WRITE, OpenFlag.NON_BLOCKING);
        try {
            watch = loop.watch(descriptor, ReadinessLoop.Interest.NONE, (readable, nowWritable, hungUp) -> ready());
        } catch (IOException e) {
            descriptors.close(descriptor);
            throw e;
        }
    }

    private void ready() {
        lock.lock();
        try {
            writable = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Writes all of it; blocks while the process does not read. Several clients take turns.
    ///
    /// @return how much was written: less than all when it was closed meanwhile
    int write(byte[] bytes, int offset, int length) throws IOException, InterruptedException {
        turn.lockInterruptibly();
        try {
            ByteBuffer buffer = ByteBuffer.allocateDirect(Math.min(length, CHUNK));
            for (int done = 0; done < length; done += buffer.capacity()) {
                buffer.clear()
                        .put(bytes, offset + done, Math.min(buffer.capacity(), length - done))
                        .flip();
                while (buffer.hasRemaining()) {
                    int taken = writeSome(buffer);
                    if (taken < 0) {
                        return done + buffer.position();
                    }
                    if (taken == 0) {
                        awaitRoom();
                    }
                }
            }
            return length;
        } finally {
            turn.unlock();
        }
    }

    /// @return -1 when it is closed
    private int writeSome(ByteBuffer buffer) throws IOException {
        lock.lock();
        try {
            if (closed) {
                return -1;
            }
            writable = false;
            int before = buffer.position();
            int taken = descriptors.write(descriptor, buffer);
            buffer.position(before + taken);
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom() throws InterruptedException {
        watch.rearm(ReadinessLoop.Interest.WRITE);
        lock.lockInterruptibly();
        try {
            while (!writable && !closed) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends the input: the process sees its end once the runtime has closed its own end too.
    ///
    /// @return false when it was closed before
    boolean close() {
        return stop(descriptors::close);
    }

    /// Stops writing; the process sees no end.
    ///
    /// @param heir gets the open descriptor, unless the input has ended already
    void leave(IntConsumer heir) {
        stop(heir);
    }

    private boolean stop(IntConsumer then) {
        watch.close();
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            closed = true;
            then.accept(descriptor);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }
}
