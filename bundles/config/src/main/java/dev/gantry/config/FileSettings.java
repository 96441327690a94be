package dev.gantry.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The file's content as values of options.
final class FileSettings {
    /// Keys whose objects are values; other objects only group keys.
    private static final Set<String> OBJECTS =
            Set.of("default-network-opts", "log-opts", "runtimes", "default-ulimits", "features", "builder");

    private static final String PROXIES = "proxies";

    /// Keys that no flag has and that are accepted nevertheless.
    private static final Set<String> UNCHECKED =
            Set.of("features", "builder", "deprecated-key-path", "allow-nondistributable-artifacts");

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, Object> raw = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> contradictions = new ArrayList<>();

    private FileSettings() {}

    /// A key with its value.
    ///
    /// @param group the object that it stands in, empty for none
    private record Entry(String group, String key, @Nullable Object value) {
        /// Docker checks a key wherever it stands, and reads it in its own place alone.
        boolean isInPlace() {
            return Secrets.PROXIES.contains(key) ? group.equalsIgnoreCase(PROXIES) : group.isEmpty();
        }

        String misplaced() {
            String place = group.isEmpty() ? "at the top of the configuration file" : "inside of '" + group + "'";
            return "'" + key + "' has no effect " + place + "; it belongs "
                    + (Secrets.PROXIES.contains(key) ? "into '" + PROXIES + "'" : "to the top");
        }
    }

    /// @throws IllegalArgumentException in Docker's words
    static FileSettings of(Options options, Map<String, @Nullable Object> file) {
        FileSettings settings = new FileSettings();
        Map<String, Entry> flat = flatten(file);
        List<String> unknown = new ArrayList<>();
        for (String key : flat.keySet()) {
            if (!UNCHECKED.contains(key) && options.key(key) == null && options.flag(key) == null && !isLegacy(key)) {
                unknown.add(key);
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "the following directives don't match any configuration option: " + String.join(", ", unknown));
        }
        if (flat.containsKey("host-gateway-ip") && flat.containsKey("host-gateway-ips")) {
            settings.contradictions.add("cannot set both host-gateway-ip and host-gateway-ips");
        }
        if (file.get("builder") instanceof Map<?, ?> builder && !builder.isEmpty()) {
            throw new IllegalArgumentException("'builder' is not supported yet: it comes with image builds");
        }
        flat.values().forEach(entry -> settings.take(options, entry));
        return settings;
    }

    private static boolean isLegacy(String key) {
        return key.equals("host-gateway-ip");
    }

    private static Map<String, Entry> flatten(Map<String, @Nullable Object> file) {
        Map<String, Entry> flat = new LinkedHashMap<>();
        file.forEach((key, value) -> {
            if (value instanceof Map<?, ?> group && !OBJECTS.contains(key)) {
                group.forEach((name, inner) -> flat.put((String) name, new Entry(key, (String) name, inner)));
            } else {
                flat.put(key, new Entry("", key, value));
            }
        });
        return flat;
    }

    private void take(Options options, Entry entry) {
        String key = entry.key();
        Object value = entry.value();
        Option option = options.key(isLegacy(key) ? "host-gateway-ips" : key);
        if (option == null) {
            withoutEffect(options, key);
            return;
        }
        raw.put(option.key(), value == null ? "<nil>" : value);
        if (!entry.isInPlace()) {
            warnings.add(entry.misplaced());
        } else if (value != null) {
            values.put(option.key(), typed(option, key, isLegacy(key) ? List.of(value) : value));
        }
    }

    /// Docker takes these too and does nothing with them; here at least somebody says so.
    private void withoutEffect(Options options, String key) {
        Option flag = options.flag(key);
        if (flag != null) {
            warnings.add("'" + key + "' has no effect in the configuration file"
                    + (flag.key().isEmpty() ? "" : "; the key is '" + flag.key() + "'"));
        }
    }

    List<String> warnings() {
        return warnings;
    }

    /// What cannot hold together.
    List<String> contradictions() {
        return contradictions;
    }

    private static Object typed(Option option, String key, Object value) {
        return switch (option.kind()) {
            case TEXT -> cast(key, value, String.class, "string");
            case ADDRESS -> text(option, key, cast(key, value, String.class, "string"));
            case SWITCH -> cast(key, value, Boolean.class, "bool");
            case NUMBER -> cast(key, value, Long.class, "int");
            case BYTES ->
                text(option, key, value instanceof Long ? value.toString() : cast(key, value, String.class, "string"));
            case LIST, ADDRESSES -> list(option, key, value);
            case POOLS -> pools(key, value);
            case MAP -> map(option, key, value);
            case ULIMITS -> ulimits(key, value);
            case RUNTIMES -> Runtimes.file(cast(key, value, Map.class, "map[string]runtime"));
        };
    }

    private static Object text(Option option, String key, String text) {
        try {
            return Values.parse(option, text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }

    private static List<String> list(Option option, String key, Object value) {
        List<String> list = new ArrayList<>();
        for (Object item : cast(key, value, List.class, "[]string")) {
            list.add((String) text(option, key, cast(key, item, String.class, "string")));
        }
        return List.copyOf(list);
    }

    private static List<String> map(Option option, String key, Object value) {
        List<String> pairs = new ArrayList<>();
        boolean switches = key.equals("features");
        Map<?, ?> map = cast(key, value, Map.class, switches ? "map[string]bool" : "map[string]string");
        if (!option.supported() && !map.isEmpty()) {
            throw option.notYet(key);
        }
        map.forEach((name, item) -> {
            String field = key + "." + name;
            pairs.add(name + "="
                    + (switches
                            ? cast(field, item, Boolean.class, "bool")
                            : cast(field, item, String.class, "string")));
        });
        return List.copyOf(pairs);
    }

    private static List<String> pools(String key, Object value) {
        List<String> pools = new ArrayList<>();
        for (Object item : cast(key, value, List.class, "[]pool")) {
            Map<?, ?> pool = cast(key, item, Map.class, "pool");
            if (field(pool, "base") == null || field(pool, "size") == null) {
                throw new IllegalArgumentException(key + ": an address pool needs a base and a size");
            }
            String base = cast(key + ".base", field(pool, "base"), String.class, "string");
            pools.add(Values.pool(base, cast(key + ".size", field(pool, "size"), Long.class, "int")));
        }
        return List.copyOf(pools);
    }

    private static List<String> ulimits(String key, Object value) {
        List<String> limits = new ArrayList<>();
        Map<?, ?> named = cast(key, value, Map.class, "map[string]ulimit");
        for (Map.Entry<?, ?> entry : named.entrySet()) {
            Map<?, ?> limit = cast(key, entry.getValue(), Map.class, "ulimit");
            Object own = field(limit, "Name");
            String name = own == null ? entry.getKey().toString() : cast(key + ".Name", own, String.class, "string");
            long hard = amount(key + ".Hard", field(limit, "Hard"));
            long soft = amount(key + ".Soft", field(limit, "Soft"));
            limits.add(Values.ulimit(name + "=" + soft + ":" + hard));
        }
        return List.copyOf(limits);
    }

    private static long amount(String key, @Nullable Object value) {
        return value == null ? 0 : cast(key, value, Long.class, "int64");
    }

    /// Names inside of objects may be written in any case.
    static @Nullable Object field(Map<?, ?> object, String name) {
        for (Map.Entry<?, ?> entry : object.entrySet()) {
            if (name.equalsIgnoreCase(String.valueOf(entry.getKey()))) {
                return entry.getValue();
            }
        }
        return null;
    }

    private static <T> T cast(String key, @Nullable Object value, Class<T> type, String word) {
        if (!type.isInstance(value)) {
            // Of a number that is no integer, or too large for one, Go shows what it is.
            String number = type == Long.class && value instanceof Number ? " " + value : "";
            throw new IllegalArgumentException("json: cannot unmarshal " + kind(value) + number
                    + " into Go struct field Config." + key + " of type " + word);
        }
        return type.cast(value);
    }

    private static String kind(@Nullable Object value) {
        return switch (value) {
            case String _ -> "string";
            case Boolean _ -> "bool";
            case Number _ -> "number";
            case List<?> _ -> "array";
            case Map<?, ?> _ -> "object";
            case null, default -> "null";
        };
    }

    boolean has(Option option) {
        return values.containsKey(option.key());
    }

    /// Whether the file names the key at all.
    boolean names(Option option) {
        return raw.containsKey(option.key());
    }

    @Nullable Object value(Option option) {
        return values.get(option.key());
    }

    /// The value as Go would print it.
    String shown(Option option) {
        return GoText.of(raw.get(option.key()));
    }
}
