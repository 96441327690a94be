package dev.gantry.api.logging;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which entries of a log to read, and where to begin.
///
/// @param sources outputs wanted; entries of others are left out, but count for `tail`
/// @param tail how many of the newest entries to look at; [#ALL] for all, 0 for none of those that are there now
/// @param sinceNanos entries older than this are left out; [#UNBOUNDED] for no limit. Nanoseconds since 1970
/// @param untilNanos the first entry newer than this ends the read; [#UNBOUNDED] for no limit
/// @param follow whether the read goes on with what will be written. To drivers it is a hint only: see [LogReader#next]
/// @param cursor where an earlier reader stopped ([LogReader#cursor]); then `tail` has no effect
public record LogQuery(
        Set<LogSource> sources,
        int tail,
        long sinceNanos,
        long untilNanos,
        boolean follow,
        @Nullable String cursor) {
    /// For `tail`: everything.
    public static final int ALL = -1;

    /// For the two times: no limit.
    public static final long UNBOUNDED = Long.MIN_VALUE;

    /// Everything that is there now.
    public static final LogQuery EVERYTHING =
            new LogQuery(Set.of(LogSource.values()), ALL, UNBOUNDED, UNBOUNDED, false, null);

    /// Refuses an absent set; a negative tail is [#ALL].
    public LogQuery {
        sources = Set.copyOf(Objects.requireNonNull(sources, "sources"));
        tail = Math.max(tail, ALL);
    }

    /// With these outputs only.
    public LogQuery withSources(Set<LogSource> sources) {
        return new LogQuery(sources, tail, sinceNanos, untilNanos, follow, cursor);
    }

    /// With the newest `tail` entries only.
    public LogQuery withTail(int tail) {
        return new LogQuery(sources, tail, sinceNanos, untilNanos, follow, cursor);
    }

    /// Without entries older than this.
    public LogQuery withSince(long sinceNanos) {
        return new LogQuery(sources, tail, sinceNanos, untilNanos, follow, cursor);
    }

    /// Up to this time.
    public LogQuery withUntil(long untilNanos) {
        return new LogQuery(sources, tail, sinceNanos, untilNanos, follow, cursor);
    }

    /// Going on with what will be written, or not.
    public LogQuery withFollow(boolean follow) {
        return new LogQuery(sources, tail, sinceNanos, untilNanos, follow, cursor);
    }

    /// From where an earlier reader stopped.
    public LogQuery withCursor(String cursor) {
        return new LogQuery(sources, tail, sinceNanos, untilNanos, follow, cursor);
    }

    /// Whether an entry is too old.
    public boolean isBefore(long timeNanos) {
        return sinceNanos != UNBOUNDED && timeNanos < sinceNanos;
    }

    /// Whether an entry is past the end.
    public boolean isAfter(long timeNanos) {
        return untilNanos != UNBOUNDED && timeNanos > untilNanos;
    }

    /// Whether an entry is to be given to the reader's caller, as far as source and age go.
    public boolean wants(LogSource source, long timeNanos) {
        return !isBefore(timeNanos) && sources.contains(source);
    }
}
