package dev.gantry.lib.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Locale;

/// `INFO[…] message   key=value`, the level in colour: for people.
final class TerminalFormat implements LineFormat {
    private static final int RED = 31;
    private static final int YELLOW = 33;
    private static final int BLUE = 36;
    private static final int GREY = 37;

    @Override
    public String line(ILoggingEvent event) {
        int colour = colour(event.getLevel());
        String level = Fields.level(event).toUpperCase(Locale.ROOT);
        StringBuilder line = new StringBuilder(160);
        line.append("\u001b[").append(colour).append('m').append(level, 0, 4).append("\u001b[0m[");
        line.append(Fields.time(event)).append("] ").append(String.format("%-44s", event.getFormattedMessage()));
        Fields.of(event)
                .forEach((key, value) -> line.append(" \u001b[")
                        .append(colour)
                        .append('m')
                        .append(key)
                        .append("\u001b[0m=")
                        .append(TextFormat.quoted(value)));
        return line.toString();
    }

    private static int colour(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> RED;
            case Level.WARN_INT -> YELLOW;
            case Level.INFO_INT -> BLUE;
            default -> GREY;
        };
    }
}
