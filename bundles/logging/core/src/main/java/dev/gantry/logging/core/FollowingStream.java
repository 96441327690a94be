package dev.gantry.logging.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.logging.LogEntry;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogStream;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads what is there and, when following, waits for what is written.
final class FollowingStream implements LogStream {
    /// A driver whose lines become readable late is asked again after this time.
    private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);

    private final DriverReader reader;
    private final LogQuery query;
    /// Null when there is nothing to wait for.
    private final @Nullable LogSignal signal;
    private final Consumer<FollowingStream> whenClosed;
    private volatile boolean closed;
    private volatile boolean left;
    private boolean over;

    FollowingStream(
            DriverReader reader, LogQuery query, @Nullable ContainerLog running, Consumer<FollowingStream> whenClosed) {
        this.reader = reader;
        this.whenClosed = whenClosed;
        this.query = query;
        signal = query.follow() && running != null ? running.signal() : null;
    }

    @Override
    public @Nullable LogEntry next() throws IOException {
        while (!closed && !over && !left) {
            LogSignal now = signal;
            long seen = now == null ? 0 : now.count();
            boolean last = now == null || now.isOver() || query.isAfter(nowNanos());
            LogEntry entry = poll();
            if (entry != null || over) {
                return entry;
            }
            if (last) {
                left |= now != null && now.hasLeft();
                break;
            }
            await(now, seen);
        }
        return null;
    }

    @Override
    public @Nullable LogEntry poll() throws IOException {
        try {
            return left ? null : wanted();
        } catch (EngineException e) {
            if (left) { // the driver went first
                return null;
            }
            throw e;
        }
    }

    private @Nullable LogEntry wanted() throws IOException {
        for (LogEntry entry = reader.next(); entry != null && !closed; entry = reader.next()) {
            if (query.isAfter(entry.timeNanos())) {
                over = true;
                return null;
            }
            if (query.wants(entry.source(), entry.timeNanos())) {
                return entry;
            }
        }
        return null;
    }

    private void await(@Nullable LogSignal now, long seen) {
        if (now == null) {
            return;
        }
        try {
            now.await(seen, LOOK_AGAIN, () -> closed || left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private static long nowNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public @Nullable LogQuery rest() {
        if (!left || closed || over) {
            return null;
        }
        String cursor = reader.cursor();
        return cursor == null ? query : query.withCursor(cursor);
    }

    /// The bundle goes; a successor reads on.
    void leave() {
        left = true;
        wake();
    }

    private void wake() {
        if (signal != null) {
            signal.wake();
        }
    }

    @Override
    public void close() {
        closed = true;
        whenClosed.accept(this);
        reader.close();
        wake();
    }
}
