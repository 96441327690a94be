package dev.gantry.images;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.Timestamps;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `until` filter: a time, seconds since the epoch, or how long ago (`1h30m`).
final class Until {
    private static final Pattern PARTS = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|m|s|ms)");

    private Until() {}

    static long seconds(Filters filters) {
        if (filters.get("until").size() > 1) {
            throw EngineException.invalidParameter("more than one until filter specified");
        }
        String written = filters.get("until").getFirst();
        if (written.matches("\\d+(\\.\\d+)?")) {
            return (long) Double.parseDouble(written);
        }
        if (written.matches("(" + PARTS.pattern() + ")+")) {
            return Instant.now().getEpochSecond() - ago(written);
        }
        try {
            boolean date = written.matches("\\d{4}-\\d{2}-\\d{2}");
            boolean zoned = written.matches(".*(Z|[+-]\\d{2}:\\d{2})");
            return Timestamps.parse(date ? written + "T00:00:00Z" : zoned ? written : written + "Z")
                    .getEpochSecond();
        } catch (DateTimeException e) {
            throw EngineException.invalidParameter("failed to parse value as time or duration: \"" + written + "\"", e);
        }
    }

    private static long ago(String written) {
        double seconds = 0;
        Matcher part = PARTS.matcher(written);
        while (part.find()) {
            double number = Double.parseDouble(part.group(1));
            seconds += switch (part.group(2)) {
                case "h" -> number * 3600;
                case "m" -> number * 60;
                case "s" -> number;
                default -> number / 1000;
            };
        }
        return (long) seconds;
    }
}
