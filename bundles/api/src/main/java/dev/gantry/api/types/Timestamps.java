package dev.gantry.api.types;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Times as the API writes them: RFC 3339 with as many digits after the second as needed, at most nine.
public final class Timestamps {
    /// What stands for "never".
    public static final String ZERO = "0001-01-01T00:00:00Z";

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /// UTC, trailing zeros of the fraction dropped: `2026-01-02T03:04:05.6Z`.
    public static String format(Instant time) {
        int nanos = time.getNano();
        String seconds = SECONDS.format(time);
        if (nanos == 0) {
            return seconds + "Z";
        }
        String digits = digits(nanos);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return seconds + "." + digits.substring(0, end) + "Z";
    }

    /// UTC, always nine digits after the second: the form that log lines have.
    public static String fixed(Instant time) {
        return SECONDS.format(time) + "." + digits(time.getNano()) + "Z";
    }

    /// The reverse of both, with any offset.
    ///
    /// @throws java.time.format.DateTimeParseException when the text is not RFC 3339
    public static Instant parse(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    /// Whether the text is empty or stands for "never".
    public static boolean isZero(String text) {
        return text.isEmpty() || text.equals(ZERO);
    }

    private static String digits(int nanos) {
        String digits = Integer.toString(nanos);
        return "0".repeat(9 - digits.length()) + digits;
    }
}
