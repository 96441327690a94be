package dev.gantry.listener.fd;

import dev.gantry.api.error.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The descriptors that the service manager passed to this process.
///
/// @param first the number of the first: 3
/// @param names of each, as in `LISTEN_FDNAMES`; empty where it has none
record PassedDescriptors(int first, List<String> names) {
    private static final int FIRST = 3;
    private static final int MOST = 1024;

    static PassedDescriptors of(Map<String, String> environment, long pid) {
        if (!String.valueOf(pid).equals(environment.get("LISTEN_PID"))) {
            return new PassedDescriptors(FIRST, List.of());
        }
        int count = count(environment.getOrDefault("LISTEN_FDS", "0"));
        return new PassedDescriptors(FIRST, named(count, environment.getOrDefault("LISTEN_FDNAMES", "")));
    }

    private static int count(String digits) {
        try {
            return Math.clamp(Integer.parseInt(digits), 0, MOST);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static List<String> named(int count, String names) {
        String[] given = names.split(":", -1);
        List<String> named = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            named.add(given.length == count ? given[i] : "");
        }
        return named;
    }

    /// All of them.
    List<Integer> all() {
        return IntStream.range(first, first + names.size()).boxed().toList();
    }

    /// Those that an address names: all for an empty one and `*`, else those with that name, else the one with that number.
    List<Integer> wanted(String spec) {
        if (names.isEmpty()) {
            throw EngineException.invalidParameter(
                    "no sockets found via socket activation: make sure the service was started by systemd");
        }
        if (spec.isEmpty() || spec.equals("*")) {
            return all();
        }
        List<Integer> byName =
                all().stream().filter(fd -> names.get(fd - first).equals(spec)).toList();
        return byName.isEmpty() ? List.of(number(spec)) : byName;
    }

    private int number(String spec) {
        int number;
        try {
            number = Integer.parseInt(spec);
        } catch (NumberFormatException e) {
            throw EngineException.invalidParameter(
                    "failed to parse systemd fd address: should be a number, or the name of a socket unit's descriptor: "
                            + spec,
                    e);
        }
        if (number < first) {
            throw EngineException.invalidParameter(
                    "systemd passes file descriptors from " + first + " on, there is none of number " + number);
        }
        if (number >= first + names.size()) {
            throw EngineException.invalidParameter(
                    "too few socket activated files passed in by systemd: " + names.size() + ", from " + first + " on");
        }
        return number;
    }
}
