package dev.gantry.router.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What an operator should know about this machine and how the API is reached.
final class HostWarnings {
    private static final String ATTACK_SURFACE =
            "\n         Access to the remote API is equivalent to root access on the host. Refer"
                    + "\n         to the 'Docker daemon attack surface' section in the documentation for"
                    + "\n         more information: https://docs.docker.com/go/attack-surface/"
                    + "\nIn future versions this will be a hard failure preventing the daemon from starting!"
                    + " Learn more at: https://docs.docker.com/go/api-security/";

    private HostWarnings() {}

    /// Listening addresses that whoever reaches them may use.
    static List<String> api(SystemSettings settings) {
        List<String> warnings = new ArrayList<>();
        for (String host : settings.list("hosts")) {
            if (!host.startsWith("tcp://") || (settings.flag("tls") && settings.flag("tlsverify"))) {
                continue;
            }
            String address = host.substring("tcp://".length());
            warnings.add(
                    settings.flag("tls")
                            ? "[DEPRECATION NOTICE]: API is accessible on https://" + address
                                    + " without TLS client verification." + ATTACK_SURFACE
                            : "[DEPRECATION NOTICE]: API is accessible on http://" + address + " without encryption."
                                    + ATTACK_SURFACE);
        }
        return warnings;
    }

    /// Limits that cannot be set here.
    static List<String> limits(boolean memory, boolean swap, boolean cpu, boolean oomKill, Set<String> controllers) {
        List<String> warnings = new ArrayList<>();
        if (!memory) {
            warnings.add("WARNING: No memory limit support");
        }
        if (!swap) {
            warnings.add("WARNING: No swap limit support");
        }
        if (!oomKill) {
            warnings.add("WARNING: No oom kill disable support");
        }
        if (!cpu) {
            warnings.add("WARNING: No cpu cfs quota support");
            warnings.add("WARNING: No cpu cfs period support");
            warnings.add("WARNING: No cpu shares support");
        }
        if (!controllers.contains("cpuset")) {
            warnings.add("WARNING: No cpuset support");
        }
        return warnings;
    }
}
