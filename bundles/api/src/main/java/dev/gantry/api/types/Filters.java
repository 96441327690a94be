package dev.gantry.api.types;

import dev.gantry.api.error.EngineException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// The `filters` parameter of lists, prunes and events: for each key the values, of which one must fit (for labels, all).
///
/// @param values key to values; never holds an empty list
public record Filters(Map<String, List<String>> values) {
    /// No condition: everything fits.
    public static final Filters NONE = new Filters(Map.of());

    /// Copies the map; keys without values are dropped.
    public Filters {
        Map<String, List<String>> copy = new TreeMap<>();
        values.forEach((key, list) -> {
            if (!list.isEmpty()) {
                copy.put(key, List.copyOf(list));
            }
        });
        values = Map.copyOf(copy);
    }

    /// Reads what the JSON of the parameter holds: `{"key":["value"]}` or `{"key":{"value":true}}`, already parsed into maps and
    /// lists. Null gives [#NONE].
    ///
    /// @throws EngineException INVALID_PARAMETER for any other shape
    public static Filters ofJson(@Nullable Object parsed) {
        if (parsed == null) {
            return NONE;
        }
        if (!(parsed instanceof Map<?, ?> map)) {
            throw EngineException.invalidParameter("invalid filter");
        }
        Map<String, List<String>> values = new TreeMap<>();
        map.forEach((key, value) -> values.put(String.valueOf(key), strings(value)));
        return new Filters(values);
    }

    private static List<String> strings(@Nullable Object value) {
        Collection<?> items = switch (value) {
            case Map<?, ?> set -> set.keySet();
            case List<?> list -> list;
            case null, default -> throw EngineException.invalidParameter("invalid filter");
        };
        List<String> strings = new ArrayList<>();
        for (Object item : items) {
            if (!(item instanceof String text)) {
                throw EngineException.invalidParameter("invalid filter");
            }
            strings.add(text);
        }
        return strings;
    }

    /// Refuses keys that are not in `known`.
    ///
    /// @throws EngineException INVALID_PARAMETER `invalid filter 'key'`
    public Filters requireOnly(Set<String> known) {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw EngineException.invalidParameter("invalid filter '" + key + "'");
            }
        }
        return this;
    }

    /// Whether there is a condition for this key.
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /// The values of a key; empty when there is no condition for it.
    public List<String> get(String key) {
        return values.getOrDefault(key, List.of());
    }

    /// Whether no condition for the key, or a value equal to `candidate`, is there.
    public boolean exact(String key, String candidate) {
        return !has(key) || get(key).contains(candidate);
    }

    /// As [#exact], but a value that `candidate` begins with is enough.
    public boolean prefix(String key, String candidate) {
        return !has(key) || get(key).stream().anyMatch(candidate::startsWith);
    }

    /// As [#exact], but a value that is a regular expression found in `candidate` is enough; one that is no expression fits by
    /// equality alone.
    public boolean matches(String key, String candidate) {
        return !has(key) || get(key).stream().anyMatch(value -> value.equals(candidate) || found(value, candidate));
    }

    private static boolean found(String expression, String candidate) {
        try {
            return Pattern.compile(expression).matcher(candidate).find();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    /// Whether all values of a key, each `name` or `name=value`, are among the labels.
    public boolean labels(String key, @Nullable Map<String, String> labels) {
        for (String wanted : get(key)) {
            int equals = wanted.indexOf('=');
            String name = equals < 0 ? wanted : wanted.substring(0, equals);
            String found = labels == null ? null : labels.get(name);
            if (found == null || (equals >= 0 && !found.equals(wanted.substring(equals + 1)))) {
                return false;
            }
        }
        return true;
    }

    /// Whether `label` holds and not one of the values of `label!` is among the labels: what prunes ask.
    public boolean labelsForPrune(@Nullable Map<String, String> labels) {
        if (!labels("label", labels)) {
            return false;
        }
        return get("label!").stream()
                .noneMatch(value -> new Filters(Map.of("label", List.of(value))).labels("label", labels));
    }

    /// The value of a key that is true or false.
    ///
    /// @param whenAbsent the result when there is no condition
    /// @throws EngineException INVALID_PARAMETER when it is neither, or both
    public boolean flag(String key, boolean whenAbsent) {
        if (!has(key)) {
            return whenAbsent;
        }
        boolean yes = get(key).stream().anyMatch(v -> v.equals("1") || v.equals("true"));
        boolean no = get(key).stream().anyMatch(v -> v.equals("0") || v.equals("false"));
        if (yes == no) {
            throw EngineException.invalidParameter("invalid filter '" + key + "=" + get(key) + "'");
        }
        return yes;
    }
}
