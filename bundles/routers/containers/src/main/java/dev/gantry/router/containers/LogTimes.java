package dev.gantry.router.containers;

import dev.gantry.api.error.EngineException;
import java.math.BigDecimal;

/// Times as log queries have them: seconds since 1970, with a fraction.
final class LogTimes {
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);

    private LogTimes() {}

    /// Nanoseconds since 1970.
    ///
    /// @throws EngineException INVALID_PARAMETER for anything but a number
    static long parse(String text, long whenEmpty) {
        if (text.isEmpty() || text.equals("0")) {
            return whenEmpty;
        }
        try {
            BigDecimal nanos = new BigDecimal(text).multiply(NANOS);
            return nanos.min(BigDecimal.valueOf(Long.MAX_VALUE))
                    .max(BigDecimal.valueOf(Long.MIN_VALUE + 1))
                    .longValue();
        } catch (NumberFormatException e) {
            throw EngineException.invalidParameter(
                    "invalid value for \"since\" or \"until\": failed to parse value as time or duration: \"" + text
                            + "\"",
                    e);
        }
    }
}
