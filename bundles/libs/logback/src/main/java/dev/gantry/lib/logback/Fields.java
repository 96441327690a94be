package dev.gantry.lib.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.event.KeyValuePair;

/// What a line says beside its message.
final class Fields {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX").withZone(ZoneId.systemDefault());

    private Fields() {}

    /// The time with nine digits of a second's fraction.
    static String time(ILoggingEvent event) {
        Instant instant = event.getInstant();
        return TIME.format(instant == null ? Instant.ofEpochMilli(event.getTimeStamp()) : instant);
    }

    /// The level in Docker's words.
    static String level(ILoggingEvent event) {
        return switch (event.getLevel().toInt()) {
            case Level.ERROR_INT -> "error";
            case Level.WARN_INT -> "warning";
            case Level.INFO_INT -> "info";
            case Level.DEBUG_INT -> "debug";
            default -> "trace";
        };
    }

    /// Key-value pairs of the event by name, and the failure as `error`.
    static Map<String, String> of(ILoggingEvent event) {
        Map<String, String> fields = new TreeMap<>();
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                fields.put(pair.key, String.valueOf(pair.value));
            }
        }
        IThrowableProxy failure = event.getThrowableProxy();
        if (failure != null) {
            fields.putIfAbsent("error", failure.getClassName() + ": " + failure.getMessage());
        }
        return fields;
    }
}
