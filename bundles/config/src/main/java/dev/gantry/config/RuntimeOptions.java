package dev.gantry.config;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What shims can be told, by containerd's names. runc's shim has options of its own, all others share one message.
final class RuntimeOptions {
    private static final String RUNC = "io.containerd.runc.v2";
    private static final long HIGHEST_ID = (1L << 32) - 1;

    private static final Map<String, Class<?>> RUNC_OPTIONS = Map.ofEntries(
            Map.entry("NoPivotRoot", Boolean.class),
            Map.entry("NoNewKeyring", Boolean.class),
            Map.entry("ShimCgroup", String.class),
            Map.entry("IoUid", Long.class),
            Map.entry("IoGid", Long.class),
            Map.entry("BinaryName", String.class),
            Map.entry("Root", String.class),
            Map.entry("CriuPath", String.class),
            Map.entry("SystemdCgroup", Boolean.class),
            Map.entry("CriuImagePath", String.class),
            Map.entry("CriuWorkPath", String.class));

    private static final Map<String, Class<?>> OTHER_OPTIONS =
            Map.of("TypeUrl", String.class, "ConfigPath", String.class, "ConfigBody", String.class);

    private RuntimeOptions() {}

    /// @param given as the file has them, in any case
    /// @return by their proper names: Boolean, Long or String
    /// @throws IllegalArgumentException that names an option which the shim does not have or whose value is of another type
    static Map<String, Object> checked(String type, Map<?, ?> given) {
        Map<String, Class<?>> known = type.equals(RUNC) ? RUNC_OPTIONS : OTHER_OPTIONS;
        Map<String, Object> checked = new TreeMap<>();
        given.forEach((key, value) -> {
            String name = properName(String.valueOf(key), known);
            Object converted = value(name, known.get(name), value);
            if (checked.put(name, converted) != null) {
                throw new IllegalArgumentException("option '" + name + "' is given twice");
            }
        });
        return checked;
    }

    private static String properName(String given, Map<String, Class<?>> known) {
        return known.keySet().stream()
                .filter(given::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown option '" + given + "'"));
    }

    private static Object value(String name, @Nullable Class<?> type, @Nullable Object value) {
        Object converted = value instanceof Integer number ? Long.valueOf(number) : value;
        if (type == null || converted == null || !type.isInstance(converted)) {
            throw new IllegalArgumentException("option '" + name + "' must be a "
                    + (type == Boolean.class ? "boolean" : type == Long.class ? "number" : "string"));
        }
        if (converted instanceof Long id && (id < 0 || id > HIGHEST_ID)) {
            throw new IllegalArgumentException("option '" + name + "' must be a number from 0 to " + HIGHEST_ID);
        }
        return converted;
    }
}
