package dev.gantry.spec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.HostConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `HostConfig.SecurityOpt`, read.
///
/// @param noNewPrivileges null when it does not say
/// @param writableCgroups null when it does not say
/// @param labels SELinux options
/// @param appArmor profile; null when it does not say
/// @param seccomp `unconfined`, `builtin` or the text of a profile; null when it does not say
record SecurityOptions(
        @Nullable Boolean noNewPrivileges,
        @Nullable Boolean writableCgroups,
        List<String> labels,
        @Nullable String appArmor,
        @Nullable String seccomp) {

    static SecurityOptions of(HostConfig host) {
        Boolean noNewPrivileges = null;
        Boolean writableCgroups = null;
        List<String> labels = new ArrayList<>();
        String appArmor = null;
        String seccomp = null;
        for (String option : Absent.list(host.SecurityOpt())) {
            if (option.equals("no-new-privileges")) {
                noNewPrivileges = true;
                continue;
            }
            if (option.equals("writable-cgroups")) {
                writableCgroups = true;
                continue;
            }
            if (option.equals("disable")) {
                labels.add(option);
                continue;
            }
            int at = separator(option);
            String name = option.substring(0, at);
            String value = option.substring(at + 1);
            switch (name) {
                case "no-new-privileges" -> noNewPrivileges = flag(name, value);
                case "writable-cgroups" -> writableCgroups = flag(name, value);
                case "label" -> labels.add(value);
                case "apparmor" -> appArmor = value;
                case "seccomp" -> seccomp = value;
                default -> throw EngineException.invalidParameter("invalid --security-opt 2: \"" + option + "\"");
            }
        }
        return new SecurityOptions(noNewPrivileges, writableCgroups, labels, appArmor, seccomp);
    }

    private static int separator(String option) {
        int equals = option.indexOf('=');
        int at = equals >= 0 ? equals : option.indexOf(':');
        if (at < 0) {
            throw invalid(option);
        }
        return at;
    }

    private static boolean flag(String name, String value) {
        return switch (value) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default ->
                throw EngineException.invalidParameter("invalid --security-opt 2: \"" + name + "=" + value + "\"");
        };
    }

    private static EngineException invalid(String option) {
        return EngineException.invalidParameter("invalid --security-opt 1: \"" + option + "\"");
    }
}
