package dev.gantry.spec;

import dev.gantry.api.types.ContainerConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Environment variables in Docker's order: its own, then the configured ones, which replace or remove.
final class Environment {
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Environment() {}

    static List<String> of(ContainerConfig config, boolean terminal, @Nullable List<String> more) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PATH", PATH);
        variables.put("HOSTNAME", config.Hostname());
        if (terminal) {
            variables.put("TERM", "xterm");
        }
        apply(variables, Absent.list(config.Env()));
        apply(variables, Absent.list(more));
        List<String> result = new ArrayList<>();
        variables.forEach((name, value) -> result.add(name + "=" + value));
        return result;
    }

    private static void apply(Map<String, String> variables, List<String> env) {
        for (String entry : env) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                variables.remove(entry);
            } else {
                variables.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
    }
}
