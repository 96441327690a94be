package dev.gantry.images.transfer;

import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.types.ProgressMessage;
import java.util.concurrent.locks.ReentrantLock;

/// Lets several threads tell one sink.
final class OneAtATime implements ProgressSink {
    private final ProgressSink sink;
    private final ReentrantLock lock = new ReentrantLock();

    OneAtATime(ProgressSink sink) {
        this.sink = sink;
    }

    @Override
    public void report(ProgressMessage message) {
        lock.lock();
        try {
            sink.report(message);
        } finally {
            lock.unlock();
        }
    }
}
