package dev.gantry.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Absent collections of a configuration, read as empty ones.
final class Absent {
    private Absent() {}

    static <T> List<T> list(@Nullable List<T> values) {
        return values == null ? List.of() : values;
    }

    static <V extends @Nullable Object> Map<String, V> map(@Nullable Map<String, V> values) {
        return values == null ? Map.of() : values;
    }
}
