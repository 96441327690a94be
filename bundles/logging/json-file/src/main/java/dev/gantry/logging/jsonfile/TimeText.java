package dev.gantry.logging.jsonfile;

import dev.gantry.api.logging.file.RecordBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/// Writes times as Go's RFC3339Nano in UTC: no trailing zeros in the fraction, no fraction when it is zero. The text of the last
/// time is kept, as many lines have the same.
final class TimeText {
    private static final long SECOND = 1_000_000_000L;

    private byte[] text = new byte[0];
    private long nanos = Long.MIN_VALUE;

    void put(long timeNanos, RecordBuffer out) {
        if (timeNanos != nanos) {
            text = format(timeNanos);
            nanos = timeNanos;
        }
        out.put(text);
    }

    private static byte[] format(long timeNanos) {
        long seconds = Math.floorDiv(timeNanos, SECOND);
        int fraction = (int) Math.floorMod(timeNanos, SECOND);
        LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        byte[] out = new byte[30];
        int at = digits(out, 0, time.getYear(), 4);
        out[at] = '-';
        at = digits(out, at + 1, time.getMonthValue(), 2);
        out[at] = '-';
        at = digits(out, at + 1, time.getDayOfMonth(), 2);
        out[at] = 'T';
        at = digits(out, at + 1, time.getHour(), 2);
        out[at] = ':';
        at = digits(out, at + 1, time.getMinute(), 2);
        out[at] = ':';
        at = digits(out, at + 1, time.getSecond(), 2);
        if (fraction != 0) {
            out[at] = '.';
            at = digits(out, at + 1, fraction, 9);
            while (out[at - 1] == '0') {
                at--;
            }
        }
        out[at++] = 'Z';
        return Arrays.copyOf(out, at);
    }

    private static int digits(byte[] out, int from, int value, int count) {
        int rest = value;
        for (int i = from + count - 1; i >= from; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return from + count;
    }

    static long parse(byte[] bytes) throws IOException {
        String time = new String(bytes, StandardCharsets.US_ASCII);
        try {
            Instant instant = time.endsWith("Z")
                    ? Instant.parse(time)
                    : OffsetDateTime.parse(time).toInstant();
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), SECOND), instant.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            throw new IOException("no time: " + time, e);
        }
    }
}
