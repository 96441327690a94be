package dev.gantry.spec;

import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.Ulimit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The daemon's settings that reach into specifications.
///
/// @param systemdCgroup whether systemd makes the control groups
/// @param cgroupParent empty for the driver's default
/// @param realtime what parent control groups get
/// @param runtime name of the default OCI runtime
/// @param runtimeRoot where the OCI runtime keeps its state
/// @param initPath empty = look for it
/// @param cdiDirectories whose files describe devices
record SpecSettings(
        boolean systemdCgroup,
        String cgroupParent,
        RealtimeShare realtime,
        String runtime,
        String runtimeRoot,
        boolean init,
        String initPath,
        String seccompProfile,
        boolean noNewPrivileges,
        String ipcMode,
        String cgroupnsMode,
        long shmSize,
        List<Ulimit> ulimits,
        List<Path> cdiDirectories) {

    private static final List<String> INIT_DIRECTORIES =
            List.of("/usr/local/libexec/docker", "/usr/libexec/docker", "/usr/bin", "/usr/local/bin", "/usr/sbin");
    private static final List<String> INIT_NAMES = List.of("docker-init", "tini-static", "tini");

    SpecSettings {
        Objects.requireNonNull(runtime, "runtime");
        ulimits = List.copyOf(ulimits);
        cdiDirectories = List.copyOf(cdiDirectories);
    }

    /// Each runtime keeps its state for itself.
    String runtimeRoot(String name) {
        return Path.of(runtimeRoot).resolveSibling("runtime-" + name).toString();
    }

    boolean usesInit(HostConfig host) {
        boolean wanted = host.Init() != null ? host.Init() : init;
        return wanted && !host.PidMode().equals("host") && !host.PidMode().startsWith("container:");
    }

    /// The init program on this machine, or null.
    @Nullable Path initProgram() {
        if (!initPath.isEmpty()) {
            return Path.of(initPath);
        }
        for (String name : INIT_NAMES) {
            for (String directory : INIT_DIRECTORIES) {
                Path candidate = Path.of(directory, name);
                if (Files.isExecutable(candidate)) {
                    return candidate;
                }
            }
        }
        return null;
    }

    /// Whether systemd makes the control groups.
    ///
    /// @param options `native.cgroupdriver=cgroupfs` or `=systemd`, if any
    /// @param otherwise when there is none
    static boolean systemd(String[] options, boolean otherwise) {
        for (String option : options) {
            int equals = option.indexOf('=');
            if (equals > 0 && option.substring(0, equals).strip().equalsIgnoreCase("native.cgroupdriver")) {
                return option.substring(equals + 1).strip().equals("systemd");
            }
        }
        return otherwise;
    }

    /// Reads `name=soft[:hard]`.
    static List<Ulimit> ulimits(String[] lines) {
        List<Ulimit> result = new ArrayList<>();
        for (String line : lines) {
            String[] parts = line.split("[=:]");
            long soft = Long.parseLong(parts[1]);
            result.add(new Ulimit(parts[0], parts.length > 2 ? Long.parseLong(parts[2]) : soft, soft));
        }
        return result;
    }
}
