package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Signals by name and number.
final class Signals {
    static final int KILL = 9;
    static final int TERM = 15;
    private static final int LARGEST = 64;
    private static final Map<String, Integer> NUMBERS = numbers();

    private Signals() {}

    private static Map<String, Integer> numbers() {
        Map<String, Integer> result = new TreeMap<>();
        String[] names =
                ("HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP"
                                + " TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS")
                        .split(" ");
        for (int i = 0; i < names.length; i++) {
            result.put(names[i], i + 1);
        }
        result.put("IOT", 6);
        result.put("CLD", 17);
        result.put("POLL", 29);
        for (int i = 0; i <= 15; i++) {
            result.put(i == 0 ? "RTMIN" : "RTMIN+" + i, 34 + i);
        }
        for (int i = 0; i <= 14; i++) {
            result.put(i == 0 ? "RTMAX" : "RTMAX-" + i, 64 - i);
        }
        return result;
    }

    /// @param text with or without `SIG`, any case, or a number
    /// @throws EngineException INVALID_PARAMETER when there is no such signal
    static int number(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number > 0 && number <= LARGEST) {
                return number;
            }
            throw unknown(text);
        } catch (NumberFormatException e) {
            String name = text.toUpperCase(Locale.ROOT);
            Integer number = NUMBERS.get(name.startsWith("SIG") ? name.substring(3) : name);
            if (number == null) {
                throw unknown(text);
            }
            return number;
        }
    }

    private static EngineException unknown(String text) {
        return EngineException.invalidParameter("invalid signal: " + text);
    }

    /// The signal that asks a container to stop; SIGTERM when its configuration names none.
    static int ofStop(String configured) {
        if (configured.isEmpty()) {
            return TERM;
        }
        try {
            return number(configured);
        } catch (EngineException e) {
            return TERM;
        }
    }
}
