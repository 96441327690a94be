package dev.gantry.lib.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Map;
import java.util.TreeMap;

/// `{"level":"info","msg":"…","time":"…"}`, names sorted.
final class JsonFormat implements LineFormat {
    @Override
    public String line(ILoggingEvent event) {
        Map<String, String> fields = new TreeMap<>(Fields.of(event));
        fields.put("level", Fields.level(event));
        fields.put("msg", event.getFormattedMessage());
        fields.put("time", Fields.time(event));
        StringBuilder line = new StringBuilder(160);
        fields.forEach((key, value) -> line.append(line.isEmpty() ? '{' : ',')
                .append(quoted(key))
                .append(':')
                .append(quoted(value)));
        return line.append('}').toString();
    }

    static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
