package dev.gantry.logging.core;

import dev.gantry.api.error.EngineException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Log options that work with every driver.
///
/// @param blocking whether the container waits for its driver
/// @param maxBufferSize bytes that wait in non-blocking mode
/// @param cached whether lines of an unreadable driver are kept for reading
record GenericOptions(boolean blocking, long maxBufferSize, boolean cached) {
    static final String CACHE_PREFIX = "cache-";

    private static final long DEFAULT_BUFFER = 1_000_000;
    private static final Set<String> NAMES =
            Set.of("mode", "max-buffer-size", "cache-disabled", "cache-max-size", "cache-max-file", "cache-compress");
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?) ?([kmgtp]?)i?b?");
    private static final Map<String, Boolean> BOOLEANS = booleans();

    private static Map<String, Boolean> booleans() {
        Map<String, Boolean> words = new HashMap<>();
        Set.of("1", "t", "T", "TRUE", "true", "True").forEach(word -> words.put(word, true));
        Set.of("0", "f", "F", "FALSE", "false", "False").forEach(word -> words.put(word, false));
        return Map.copyOf(words);
    }

    /// @throws EngineException INVALID_PARAMETER in Docker's words
    static GenericOptions parse(Map<String, String> options) {
        String mode = options.getOrDefault("mode", "");
        if (!Set.of("", "blocking", "non-blocking").contains(mode)) {
            throw EngineException.invalidParameter("logger: logging mode not supported: " + mode);
        }
        boolean blocking = !mode.equals("non-blocking");
        String size = options.get("max-buffer-size");
        if (size != null && blocking) {
            throw EngineException.invalidParameter(
                    "logger: max-buffer-size option is only supported with 'mode=non-blocking'");
        }
        long buffer = size == null ? DEFAULT_BUFFER : bytes(size);
        return new GenericOptions(blocking, buffer, !cacheDisabled(options.getOrDefault("cache-disabled", "")));
    }

    private static boolean cacheDisabled(String value) {
        Boolean disabled = value.isEmpty() ? Boolean.FALSE : BOOLEANS.get(value);
        if (disabled == null) {
            throw EngineException.invalidParameter("invalid value for option cache-disabled: " + value);
        }
        return disabled;
    }

    /// Binary units: `1k` is 1024.
    private static long bytes(String value) {
        Matcher matcher = SIZE.matcher(value.trim().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw EngineException.invalidParameter(
                    "error parsing option max-buffer-size: invalid size: '" + value + "'");
        }
        String unit = matcher.group(2);
        int power = unit.isEmpty() ? 0 : "kmgtp".indexOf(unit) + 1;
        return (long) (Double.parseDouble(matcher.group(1)) * Math.pow(1024, power));
    }

    /// What is left for the driver.
    static Map<String, String> without(Map<String, String> options) {
        Map<String, String> rest = new HashMap<>(options);
        rest.keySet().removeAll(NAMES);
        return rest;
    }
}
