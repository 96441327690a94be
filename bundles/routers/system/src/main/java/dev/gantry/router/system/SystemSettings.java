package dev.gantry.router.system;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The daemon's settings, as far as they are shown.
final class SystemSettings {
    private volatile Map<String, Object> values;

    SystemSettings(Map<String, Object> values) {
        this.values = values;
    }

    /// A reload.
    void replace(Map<String, Object> fresh) {
        values = fresh;
    }

    String text(String key) {
        return values.get(key) instanceof String text ? text : "";
    }

    String text(String key, String whenEmpty) {
        String text = text(key);
        return text.isEmpty() ? whenEmpty : text;
    }

    boolean flag(String key) {
        return Boolean.TRUE.equals(values.get(key));
    }

    List<String> list(String key) {
        return values.get(key) instanceof String[] array ? Arrays.asList(array) : List.of();
    }

    /// The value of `name` in a list of `name=value`. Blanks around the two do not count, nor does the name's case.
    String option(String key, String name, String otherwise) {
        for (String pair : list(key)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase(name)) {
                return pair.substring(equals + 1).strip();
            }
        }
        return otherwise;
    }
}
