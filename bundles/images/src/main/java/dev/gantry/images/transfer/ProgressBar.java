package dev.gantry.images.transfer;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// The bar that clients without one of their own print: `[==>      ]  1.2MB/34.5MB`.
final class ProgressBar {
    private static final int WIDTH = 50;
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};

    private ProgressBar() {}

    static String of(long current, long total) {
        if (current <= 0 && total <= 0) {
            return "";
        }
        if (total <= 0) {
            return right(size(current));
        }
        int filled = (int) Math.min(WIDTH, (long) ((double) current / total * 100) / 2);
        String bar = "[" + "=".repeat(filled) + ">" + " ".repeat(WIDTH - filled) + "] ";
        return current > total ? bar + right(size(current)) : bar + right(size(current)) + "/" + size(total);
    }

    private static String right(String text) {
        return " ".repeat(Math.max(0, 8 - text.length())) + text;
    }

    /// Four digits that count, in powers of a thousand.
    static String size(double bytes) {
        int unit = 0;
        double value = bytes;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4, RoundingMode.HALF_EVEN));
        String digits =
                rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
        return digits + UNITS[unit];
    }
}
