package dev.gantry.spec.cdi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The fields of one object of a file, each to be taken once; what nobody took is unknown.
final class Fields {
    private final String where;
    private final Map<?, ?> map;
    private final Set<String> taken = new HashSet<>();

    /// @param where for errors
    /// @throws IllegalArgumentException when it is no object
    Fields(String where, @Nullable Object value) {
        this.where = where;
        if (!(value instanceof Map<?, ?> object)) {
            throw new IllegalArgumentException(where + ": must be an object");
        }
        this.map = object;
    }

    private @Nullable Object take(String name) {
        taken.add(name);
        return map.get(name);
    }

    boolean has(String name) {
        return map.get(name) != null;
    }

    /// Empty when absent.
    String text(String name) {
        return text(name, take(name));
    }

    private String text(String name, @Nullable Object value) {
        return switch (value) {
            case null -> "";
            case String text -> text;
            // YAML has numbers where a writer of names left out the quotes.
            case Number number -> number.toString();
            default -> throw bad(name, "must be a string");
        };
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object item : list(name)) {
            texts.add(text(name, item));
        }
        return texts;
    }

    private List<?> list(String name) {
        return switch (take(name)) {
            case null -> List.of();
            case List<?> list -> list;
            default -> throw bad(name, "must be a list");
        };
    }

    @Nullable Long number(String name) {
        return switch (take(name)) {
            case null -> null;
            case Integer number -> number.longValue();
            case Long number -> number;
            default -> throw bad(name, "must be a whole number");
        };
    }

    /// One of 32 bits without a sign.
    @Nullable Long unsigned(String name) {
        Long number = number(name);
        if (number != null && (number < 0 || number >> 32 != 0)) {
            throw bad(name, "must be a number from 0 to 4294967295");
        }
        return number;
    }

    List<Long> unsignedList(String name) {
        List<Long> numbers = new ArrayList<>();
        for (Object item : list(name)) {
            Long number = new Fields(where, Map.of(name, item)).unsigned(name);
            if (number != null) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    boolean flag(String name) {
        return switch (take(name)) {
            case null -> false;
            case Boolean flag -> flag;
            default -> throw bad(name, "must be true or false");
        };
    }

    List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        for (Object item : list(name)) {
            objects.add(new Fields(where + "." + name + "[" + objects.size() + "]", item));
        }
        return objects;
    }

    @Nullable Fields object(String name) {
        Object value = take(name);
        return value == null ? null : new Fields(where + "." + name, value);
    }

    Map<String, String> map(String name) {
        Fields object = object(name);
        Map<String, String> result = new LinkedHashMap<>();
        if (object != null) {
            object.map.keySet().forEach(key -> result.put(String.valueOf(key), object.text(String.valueOf(key))));
        }
        return result;
    }

    /// @throws IllegalArgumentException that names a field which nobody took
    void end() {
        for (Object key : map.keySet()) {
            if (!taken.contains(String.valueOf(key))) {
                throw bad(String.valueOf(key), "unknown field");
            }
        }
    }

    IllegalArgumentException bad(String name, String why) {
        return new IllegalArgumentException(where + "." + name + ": " + why);
    }
}
