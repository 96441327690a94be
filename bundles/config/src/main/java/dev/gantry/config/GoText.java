package dev.gantry.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values as Docker's messages print them: `[a b]`, `map[k:v]`.
final class GoText {
    private GoText() {}

    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "<nil>";
            case List<?> list -> list.stream().map(GoText::of).collect(Collectors.joining(" ", "[", "]"));
            case Map<?, ?> map ->
                new TreeMap<Object, Object>(map)
                        .entrySet().stream()
                                .map(e -> e.getKey() + ":" + of(e.getValue()))
                                .collect(Collectors.joining(" ", "map[", "]"));
            default -> String.valueOf(value);
        };
    }
}
