package dev.gantry.api.logging;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One line of a log, as a reader gives it. The reader hands the array over: it belongs to the caller.
///
/// @param source where it came from
/// @param timeNanos when the daemon read it, in nanoseconds since 1970, UTC
/// @param line its bytes without the line feed; a carriage return is kept
/// @param partial set when this is a piece of a line
/// @param attributes labels, environment and tag as stored along with it; usually empty
public record LogEntry(
        LogSource source,
        long timeNanos,
        byte[] line,
        @Nullable Partial partial,
        Map<String, String> attributes) {
    /// Refuses absent parts.
    public LogEntry {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(line, "line");
        attributes = Map.copyOf(attributes);
    }

    /// An entry without attributes.
    public LogEntry(LogSource source, long timeNanos, byte[] line, @Nullable Partial partial) {
        this(source, timeNanos, line, partial, Map.of());
    }

    /// Whether a line feed follows these bytes.
    public boolean endsLine() {
        return partial == null || partial.last();
    }
}
