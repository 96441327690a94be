package dev.gantry.api.types;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes the fields of a record what Go's zero values and sorted maps are.
final class Values {
    private Values() {}

    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    static <T> @Nullable List<T> list(@Nullable List<T> values) {
        return values == null ? null : copy(values);
    }

    static <T> List<T> listOrEmpty(@Nullable List<T> values) {
        return values == null ? List.of() : copy(values);
    }

    static <V extends @Nullable Object> @Nullable Map<String, V> map(@Nullable Map<String, V> values) {
        return values == null ? null : copy(values);
    }

    static <V extends @Nullable Object> Map<String, V> mapOrEmpty(@Nullable Map<String, V> values) {
        return values == null ? Map.of() : copy(values);
    }

    private static <T> List<T> copy(List<T> values) {
        for (T value : values) {
            if (value == null) {
                return values.stream().filter(Objects::nonNull).toList();
            }
        }
        return List.copyOf(values);
    }

    private static <V extends @Nullable Object> Map<String, V> copy(Map<String, V> values) {
        if (values.isEmpty()) {
            return Map.of();
        }
        SortedMap<String, V> sorted = new TreeMap<>(values);
        return Collections.unmodifiableSortedMap(sorted);
    }
}
