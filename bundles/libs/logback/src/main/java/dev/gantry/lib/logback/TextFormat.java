package dev.gantry.lib.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.regex.Pattern;

/// `time="…" level=info msg="…" key=value`.
final class TextFormat implements LineFormat {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9\\-._/@^+]+");

    @Override
    public String line(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        line.append("time=\"").append(Fields.time(event)).append("\" level=").append(Fields.level(event));
        line.append(" msg=").append(quoted(event.getFormattedMessage()));
        Fields.of(event)
                .forEach(
                        (key, value) -> line.append(' ').append(key).append('=').append(quoted(value)));
        return line.toString();
    }

    static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : JsonFormat.quoted(text);
    }
}
