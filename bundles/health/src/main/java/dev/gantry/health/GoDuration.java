package dev.gantry.health;

import java.time.Duration;
import java.util.Locale;

/// Durations as Docker's messages have them: `30s`, `1m30s`, `1.5s`, `100ms`.
final class GoDuration {
    private GoDuration() {}

    static String text(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos < 1_000_000_000L) {
            return plain(nanos / 1e6) + "ms";
        }
        String text = "";
        if (duration.toHours() > 0) {
            text = duration.toHours() + "h";
        }
        if (duration.toMinutes() > 0) {
            text += duration.toMinutesPart() + "m";
        }
        return text + plain(duration.toSecondsPart() + duration.toNanosPart() / 1e9) + "s";
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : String.format(Locale.ROOT, "%s", number);
    }
}
