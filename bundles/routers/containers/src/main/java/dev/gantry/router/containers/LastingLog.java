package dev.gantry.router.containers;

import dev.gantry.api.logging.LogEntry;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogStream;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A read of a log that outlives the bundle behind it: goes on with the successor, at the line where it was.
final class LastingLog implements LogStream {
    private final Function<LogQuery, LogStream> successor;
    private final Successors successors = new Successors();
    private volatile LogStream current;
    private volatile boolean closed;

    /// @param first already opened
    /// @param successor opens the rest; asked on as long as nobody can
    LastingLog(LogStream first, Function<LogQuery, LogStream> successor) {
        this.current = first;
        this.successor = successor;
    }

    @Override
    public @Nullable LogEntry next() throws IOException {
        while (true) {
            LogEntry entry = current.next();
            LogQuery rest = entry == null ? current.rest() : null;
            if (rest == null || closed) {
                return entry;
            }
            current.close();
            current = open(rest);
            if (closed) {
                current.close();
            }
        }
    }

    private LogStream open(LogQuery rest) throws IOException {
        try {
            return successors.ask(() -> successor.apply(rest), () -> !closed);
        } catch (InterruptedException e) {
            throw new IOException("cancelled while waiting for the rest of the log", e);
        }
    }

    @Override
    public @Nullable LogEntry poll() throws IOException {
        return current.poll();
    }

    @Override
    public @Nullable LogQuery rest() {
        return null;
    }

    @Override
    public void close() {
        closed = true;
        current.close();
    }
}
