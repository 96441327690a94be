package dev.gantry.logging.jsonfile;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.logging.file.Rotation;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `max-size`, `max-file` and `compress`, whose values Docker checks when the container starts.
final class RotationOptions {
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?) ?([kmgtp]?)i?b?");

    private RotationOptions() {}

    static Rotation parse(Map<String, String> options) {
        long maxSize = maxSize(options.get("max-size"));
        int maxFiles = maxFiles(options.get("max-file"));
        boolean compress = compress(options.get("compress"));
        if (compress && (maxFiles == 1 || maxSize == Rotation.UNLIMITED)) {
            throw EngineException.invalidParameter(
                    "compress cannot be true when max-file is less than 2 or max-size is not set");
        }
        return new Rotation(maxSize, maxFiles, compress);
    }

    private static long maxSize(@Nullable String value) {
        if (value == null) {
            return Rotation.UNLIMITED;
        }
        long bytes = bytes(value);
        if (bytes <= 0) {
            throw EngineException.invalidParameter("max-size must be a positive number");
        }
        return bytes;
    }

    /// Decimal units: `10m` is ten million.
    private static long bytes(String value) {
        Matcher matcher = SIZE.matcher(value.trim().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw EngineException.invalidParameter("invalid size: '" + value + "'");
        }
        String unit = matcher.group(2);
        int power = unit.isEmpty() ? 0 : "kmgtp".indexOf(unit) + 1;
        return (long) (Double.parseDouble(matcher.group(1)) * Math.pow(1000, power));
    }

    private static int maxFiles(@Nullable String value) {
        if (value == null) {
            return 1;
        }
        int files = whole(value);
        if (files < 1) {
            throw EngineException.invalidParameter("max-file cannot be less than 1");
        }
        return files;
    }

    private static int whole(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw EngineException.invalidParameter("strconv.Atoi: parsing \"" + value + "\": invalid syntax", e);
        }
    }

    private static boolean compress(@Nullable String value) {
        return switch (value) {
            case null -> false;
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default ->
                throw EngineException.invalidParameter("strconv.ParseBool: parsing \"" + value + "\": invalid syntax");
        };
    }
}
