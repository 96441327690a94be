package dev.gantry.listener.fd;

import dev.gantry.api.error.EngineException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The descriptors that the service manager passed to this process: `LISTEN_FDS` of them, from 3.
///
/// @param count how many
record PassedDescriptors(int count) {
    private static final int FIRST = 3;

    static PassedDescriptors of(Map<String, String> environment, long pid) {
        if (!String.valueOf(pid).equals(environment.get("LISTEN_PID"))) {
            return new PassedDescriptors(0);
        }
        try {
            return new PassedDescriptors(Integer.parseInt(environment.getOrDefault("LISTEN_FDS", "0")));
        } catch (NumberFormatException e) {
            return new PassedDescriptors(0);
        }
    }

    /// Those that an address names: all for an empty one and `*`, else the one with that number.
    List<Integer> wanted(String spec) {
        if (count == 0) {
            throw EngineException.invalidParameter(
                    "no sockets found via socket activation: make sure the service was started by systemd");
        }
        if (isAll(spec)) {
            return IntStream.range(FIRST, FIRST + count).boxed().toList();
        }
        int number = number(spec);
        if (number < FIRST || number >= FIRST + count) {
            throw EngineException.invalidParameter("too few socket activated files passed in by systemd");
        }
        return List.of(number);
    }

    private static int number(String spec) {
        try {
            return Integer.parseInt(spec);
        } catch (NumberFormatException e) {
            throw EngineException.invalidParameter(
                    "failed to parse systemd fd address: should be a number: " + spec, e);
        }
    }

    /// Those that an address leaves over.
    List<Integer> unwanted(String spec) {
        List<Integer> wanted = wanted(spec);
        return IntStream.range(FIRST, FIRST + count)
                .filter(fd -> !wanted.contains(fd))
                .boxed()
                .toList();
    }

    private static boolean isAll(String spec) {
        return spec.isEmpty() || spec.equals("*");
    }
}
