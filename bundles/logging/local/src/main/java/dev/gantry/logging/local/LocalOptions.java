package dev.gantry.logging.local;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.logging.file.Rotation;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `max-size`, `max-file` and `compress`, whose values Docker checks when the container starts.
final class LocalOptions {
    private static final long DEFAULT_SIZE = 20 * 1024 * 1024;
    private static final int DEFAULT_FILES = 5;
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?) ?([kmgtp]?)i?b?");

    private LocalOptions() {}

    static Rotation parse(Map<String, String> options) {
        long maxSize = maxSize(options.get("max-size"));
        int maxFiles = maxFiles(options.get("max-file"));
        boolean compress = compress(options.get("compress"));
        if (compress && maxFiles <= 1) {
            throw EngineException.invalidParameter("compression cannot be enabled when max file count is 1");
        }
        return new Rotation(maxSize, maxFiles, compress);
    }

    /// Binary units: `10m` is 10 * 1024 * 1024.
    private static long maxSize(@Nullable String value) {
        if (value == null) {
            return DEFAULT_SIZE;
        }
        Matcher matcher = SIZE.matcher(value.trim().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw EngineException.invalidParameter(
                    "invalid value for max-size: " + value + ": invalid size: '" + value + "'");
        }
        String unit = matcher.group(2);
        int power = unit.isEmpty() ? 0 : "kmgtp".indexOf(unit) + 1;
        long bytes = (long) (Double.parseDouble(matcher.group(1)) * Math.pow(1024, power));
        if (bytes == 0) {
            throw EngineException.invalidParameter("max size should be a positive number");
        }
        return bytes;
    }

    private static int maxFiles(@Nullable String value) {
        if (value == null) {
            return DEFAULT_FILES;
        }
        int files;
        try {
            files = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw EngineException.invalidParameter("invalid value for max-file: " + value, e);
        }
        if (files < 1) {
            throw EngineException.invalidParameter("max file count cannot be less than 1");
        }
        return files;
    }

    private static boolean compress(@Nullable String value) {
        return switch (value) {
            case null -> true;
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default -> throw EngineException.invalidParameter("invalid value for compress: " + value);
        };
    }
}
