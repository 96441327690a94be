package dev.gantry.spec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.HostConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which capabilities a container gets.
///
/// @param available what the daemon itself may hand on
record Capabilities(Set<String> available) {
    /// By number, as `linux/capability.h` has them.
    static final List<String> KNOWN = named(
            "CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE"
                    + " NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE"
                    + " SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE"
                    + " AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND"
                    + " AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE");

    static final List<String> DEFAULT = named(
            "CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL"
                    + " AUDIT_WRITE");

    private static final String ALL = "ALL";

    private static List<String> named(String words) {
        return List.of(words.split(" ")).stream().map(word -> "CAP_" + word).toList();
    }

    /// Those that a mask such as `CapBnd` of `/proc/self/status` holds.
    static Capabilities ofMask(long mask) {
        Set<String> held = new LinkedHashSet<>();
        for (int i = 0; i < KNOWN.size(); i++) {
            if ((mask >>> i & 1) != 0) {
                held.add(KNOWN.get(i));
            }
        }
        return new Capabilities(held);
    }

    List<String> all() {
        return KNOWN.stream().filter(available::contains).toList();
    }

    List<String> of(HostConfig host) {
        if (host.Privileged()) {
            return all();
        }
        List<String> adds = normalized(Absent.list(host.CapAdd()));
        List<String> drops = normalized(Absent.list(host.CapDrop()));
        if (adds.contains(ALL)) {
            return all().stream().filter(cap -> !drops.contains(cap)).toList();
        }
        Set<String> result = new LinkedHashSet<>();
        if (!drops.contains(ALL)) {
            DEFAULT.stream().filter(cap -> !drops.contains(cap)).forEach(result::add);
        }
        result.addAll(adds);
        return List.copyOf(result);
    }

    /// Upper case, with `CAP_`, each once.
    ///
    /// @throws EngineException INVALID_PARAMETER for one that is unknown or not ours to give
    List<String> normalized(List<String> given) {
        List<String> result = new ArrayList<>();
        for (String word : given) {
            String name = word.toUpperCase(Locale.ROOT);
            if (name.equals(ALL)) {
                result.add(ALL);
                continue;
            }
            name = name.startsWith("CAP_") ? name : "CAP_" + name;
            if (!KNOWN.contains(name)) {
                throw EngineException.invalidParameter("unknown capability: \"" + name + "\"");
            }
            if (!available.contains(name)) {
                throw EngineException.invalidParameter(
                        "capability not supported by your kernel or not available in the current environment: \"" + name
                                + "\"");
            }
            if (!result.contains(name)) {
                result.add(name);
            }
        }
        return result;
    }
}
