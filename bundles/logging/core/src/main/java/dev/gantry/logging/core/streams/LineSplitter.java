package dev.gantry.logging.core.streams;

import dev.gantry.api.logging.LogBatch;
import dev.gantry.api.logging.LogSource;
import dev.gantry.api.logging.Partial;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Cuts one stream into lines, and lines that are longer than the limit into pieces.
final class LineSplitter {
    private static final int ID_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final LogSource source;
    private final int limit;
    private LongLine longLine;

    /// A line of which pieces were given already.
    ///
    /// @param id empty when there is none
    /// @param pieces given so far
    /// @param timeNanos of its first piece
    record LongLine(String id, int pieces, long timeNanos) {
        static final LongLine NONE = new LongLine("", 0, 0);

        boolean isNone() {
            return pieces == 0;
        }
    }

    LineSplitter(LogSource source, int limit, LongLine longLine) {
        this.source = source;
        this.limit = limit;
        this.longLine = longLine;
    }

    LongLine longLine() {
        return longLine;
    }

    /// Appends all whole lines and full pieces.
    ///
    /// @return how many of the bytes are used up
    int split(byte[] bytes, int length, long nowNanos, LogBatch out) {
        int at = 0;
        while (at < length) {
            int end = lineFeed(bytes, at, Math.min(length, at + limit));
            if (end >= 0) {
                line(bytes, at, end - at, nowNanos, out);
                at = end + 1;
            } else if (length - at >= limit) {
                piece(bytes, at, limit, nowNanos, out);
                at += limit;
            } else {
                break;
            }
        }
        return at;
    }

    /// Appends what the end of the stream has cut off.
    void end(byte[] bytes, int length, long nowNanos, LogBatch out) {
        if (length > 0) {
            piece(bytes, 0, length, nowNanos, out);
        }
        longLine = LongLine.NONE;
    }

    private static int lineFeed(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void line(byte[] bytes, int from, int length, long nowNanos, LogBatch out) {
        if (longLine.isNone()) {
            out.add(source, nowNanos, bytes, from, length, null);
        } else {
            Partial last = new Partial(longLine.id, longLine.pieces + 1, true);
            out.add(source, longLine.timeNanos, bytes, from, length, last);
            longLine = LongLine.NONE;
        }
    }

    private void piece(byte[] bytes, int from, int length, long nowNanos, LogBatch out) {
        LongLine before = longLine.isNone() ? new LongLine(newId(), 0, nowNanos) : longLine;
        longLine = new LongLine(before.id, before.pieces + 1, before.timeNanos);
        out.add(source, before.timeNanos, bytes, from, length, new Partial(before.id, longLine.pieces, false));
    }

    private static String newId() {
        byte[] id = new byte[ID_BYTES];
        RANDOM.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
