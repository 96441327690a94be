package dev.gantry.logging.core;

import dev.gantry.api.error.EngineException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The functions of tags, and how values are printed.
final class TagValues {
    private TagValues() {}

    static String text(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(TagValues::text).collect(Collectors.joining(" ", "[", "]"));
            case Map<?, ?> map ->
                new TreeMap<>(map)
                        .entrySet().stream()
                                .map(e -> e.getKey() + ":" + e.getValue())
                                .collect(Collectors.joining(" ", "map[", "]"));
            default -> value.toString();
        };
    }

    static Object call(String function, List<Object> arguments) {
        try {
            return switch (function) {
                case "json" -> json(arguments.get(0));
                case "lower" -> text(arguments.get(0)).toLowerCase(Locale.ROOT);
                case "upper" -> text(arguments.get(0)).toUpperCase(Locale.ROOT);
                case "title" -> title(text(arguments.get(0)));
                case "split" -> List.of(text(arguments.get(0)).split(Pattern.quote(text(arguments.get(1))), -1));
                case "join" -> joined((List<?>) arguments.get(0), text(arguments.get(1)));
                case "pad" -> pad(text(arguments.get(0)), number(arguments.get(1)), number(arguments.get(2)));
                case "truncate" -> truncate(text(arguments.get(0)), number(arguments.get(1)));
                case "index" -> index(arguments.get(0), arguments.get(1));
                case "print" -> arguments.stream().map(TagValues::text).collect(Collectors.joining());
                case "len" -> (long) length(arguments.get(0));
                default ->
                    throw EngineException.invalidParameter(
                            "template: log-tag:1: function \"" + function + "\" not defined");
            };
        } catch (IndexOutOfBoundsException | ClassCastException e) {
            throw EngineException.invalidParameter("template: log-tag:1: wrong arguments for " + function, e);
        }
    }

    private static int number(Object value) {
        return ((Long) value).intValue();
    }

    private static int length(Object value) {
        return switch (value) {
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            default -> value.toString().length();
        };
    }

    private static Object index(Object from, Object key) {
        if (from instanceof List<?> list) {
            return list.get(number(key));
        }
        Object found = ((Map<?, ?>) from).get(key);
        return found == null ? "" : found;
    }

    private static String joined(List<?> list, String separator) {
        return list.stream().map(TagValues::text).collect(Collectors.joining(separator));
    }

    private static String pad(String text, int before, int after) {
        return text.isEmpty() ? text : " ".repeat(before) + text + " ".repeat(after);
    }

    private static String truncate(String text, int length) {
        return text.substring(0, Math.min(text.length(), length));
    }

    private static String title(String text) {
        StringBuilder out = new StringBuilder();
        boolean start = true;
        for (char c : text.toCharArray()) {
            out.append(start ? Character.toTitleCase(c) : c);
            start = !Character.isLetterOrDigit(c) && c != '_' && c != '\'';
        }
        return out.toString();
    }

    private static String json(Object value) {
        return switch (value) {
            case Long number -> number.toString();
            case List<?> list -> list.stream().map(TagValues::json).collect(Collectors.joining(",", "[", "]"));
            case Map<?, ?> map ->
                new TreeMap<>(map)
                        .entrySet().stream()
                                .map(e -> json(e.getKey()) + ":" + json(e.getValue()))
                                .collect(Collectors.joining(",", "{", "}"));
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
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
