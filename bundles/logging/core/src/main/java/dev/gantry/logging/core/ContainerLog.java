package dev.gantry.logging.core;

import dev.gantry.api.logging.LogBatch;
import java.time.Duration;

/// The log of a running container.
public final class ContainerLog {
    private final String containerId;
    private final LineSink sink;
    private final int lineLimit;
    private final Runnable closed;
    private final LogSignal signal = new LogSignal();

    ContainerLog(String containerId, LineSink sink, int lineLimit, Runnable closed) {
        this.containerId = containerId;
        this.sink = sink;
        this.lineLimit = lineLimit;
        this.closed = closed;
    }

    /// Whose.
    public String containerId() {
        return containerId;
    }

    /// The longest piece of a line that the driver takes.
    public int lineLimit() {
        return lineLimit;
    }

    /// Hands lines to the driver; blocks as the log's mode says. Several threads.
    public void write(LogBatch batch) throws InterruptedException {
        sink.write(batch);
        signal.written();
    }

    LogSignal signal() {
        return signal;
    }

    /// Writes what is kept back, for at most `limit`; then followers come to their end.
    public void close(Duration limit) {
        sink.close(limit);
        closed.run();
        signal.end();
    }

    /// As [#close], for the sake of a successor of this bundle, with which followers go on.
    public void leave(Duration limit) {
        sink.close(limit);
        closed.run();
        signal.leave();
    }
}
