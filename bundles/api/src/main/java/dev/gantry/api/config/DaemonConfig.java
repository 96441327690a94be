package dev.gantry.api.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the daemon was told by flags, file and defaults together. Immutable; every known key is there.
///
/// @param values by the keys of `daemon.json`: String, Boolean, Long, or a List of strings; maps are lists of `key=value`
public record DaemonConfig(Map<String, Object> values) {
    /// Copies; keys are sorted.
    public DaemonConfig {
        SortedMap<String, Object> copy = new TreeMap<>();
        values.forEach((key, value) -> copy.put(key, value instanceof List<?> list ? List.copyOf(list) : value));
        values = Collections.unmodifiableSortedMap(copy);
    }

    /// A string.
    ///
    /// @throws IllegalArgumentException when there is no such key or it is of another type
    public String text(String key) {
        return of(key, String.class);
    }

    /// A switch.
    public boolean flag(String key) {
        return of(key, Boolean.class);
    }

    /// A whole number.
    public long number(String key) {
        return of(key, Long.class);
    }

    /// A list; for a map its `key=value` pairs.
    public List<String> list(String key) {
        List<String> strings = new ArrayList<>();
        for (Object item : of(key, List.class)) {
            strings.add((String) item);
        }
        return List.copyOf(strings);
    }

    private <T> T of(String key, Class<T> type) {
        Object value = values.get(key);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("no " + type.getSimpleName() + " setting " + key);
        }
        return type.cast(value);
    }
}
