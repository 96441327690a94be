package dev.gantry.config;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// The text of `--help`.
final class Help {
    private static final int COLUMN = 42;
    private static final int WIDTH = 100;

    /// Docker's help does not show these either.
    private static final Set<String> HIDDEN = Set.of("network-diagnostic-port", "restart");

    private Help() {}

    static String text(Options options) {
        StringBuilder text = new StringBuilder(
                "\nUsage:  gantryd [OPTIONS]\n\nAn engine for containers whose every part can be replaced while it runs.\n\nOptions:\n");
        options.all().stream()
                .filter(option -> !HIDDEN.contains(option.flag()))
                .sorted(Comparator.comparing(Option::flag))
                .forEach(option -> line(text, option));
        return text.toString();
    }

    private static void line(StringBuilder text, Option option) {
        String shorthand = option.shorthand().isEmpty() ? "      --" : "  -" + option.shorthand() + ", --";
        String left = shorthand + option.flag() + " " + option.kind().word();
        text.append(left).append(" ".repeat(Math.max(2, COLUMN - left.length())));
        int used = Math.max(left.length() + 2, COLUMN);
        for (String word : (option.usage() + fallback(option)).split(" ")) {
            if (used + word.length() > WIDTH) {
                text.append('\n').append(" ".repeat(COLUMN));
                used = COLUMN;
            }
            text.append(word).append(' ');
            used += word.length() + 1;
        }
        text.setLength(text.length() - 1);
        text.append('\n');
    }

    private static String fallback(Option option) {
        String note = option.supported() ? "" : " (not supported yet)";
        Object value = option.fallback();
        if (value.equals("") || value.equals(false) || value.equals(0L) || value.equals(List.of())) {
            return note;
        }
        return " (default " + (value instanceof String ? "\"" + value + "\"" : value) + ")" + note;
    }
}
