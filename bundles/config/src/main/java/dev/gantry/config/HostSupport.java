package dev.gantry.config;

import dev.gantry.api.config.DaemonConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Settings that stand or fall with what the machine has.
final class HostSupport {
    /// Of `mountinfo`: where a control group hierarchy is mounted, whether it is version 2, its options.
    private static final Pattern MOUNT = Pattern.compile("\\S+ \\S+ \\S+ \\S+ (\\S+) .* - cgroup(2)? \\S+ (\\S+)");

    private final Path root;

    HostSupport() {
        this(Path.of("/"));
    }

    /// @param root what stands for the root directory
    HostSupport(Path root) {
        this.root = root;
    }

    /// @throws IllegalArgumentException in Docker's words
    void check(DaemonConfig config) {
        if (config.flag("selinux-enabled") && hasSeLinux()) {
            throw new IllegalArgumentException(
                    "'selinux-enabled' is not supported yet on a machine with SELinux: containers cannot be labelled");
        }
        if (config.number("cpu-rt-period") != 0 || config.number("cpu-rt-runtime") != 0) {
            checkRealtime();
        }
        String proxy = config.text("userland-proxy-path");
        if (config.flag("userland-proxy") && !proxy.isEmpty()) {
            checkProgram(proxy);
        }
    }

    private boolean hasSeLinux() {
        return Files.exists(root.resolve("sys/fs/selinux/enforce"));
    }

    private void checkRealtime() {
        boolean scheduled = false;
        for (String line : mounts()) {
            // 33 24 0:28 / /sys/fs/cgroup/cpu rw,nosuid shared:9 - cgroup cgroup rw,cpu
            Matcher mount = MOUNT.matcher(line);
            if (!mount.matches()) {
                continue;
            }
            String place = mount.group(1);
            boolean unified = mount.group(2) != null;
            if (unified && place.equals("/sys/fs/cgroup")) {
                throw new IllegalArgumentException(
                        "daemon-scoped cpu-rt-period and cpu-rt-runtime are not implemented for cgroup v2");
            }
            scheduled |= !unified
                    && List.of(mount.group(3).split(",")).contains("cpu")
                    && Files.exists(root.resolve(place.substring(1)).resolve("cpu.rt_period_us"));
        }
        if (!scheduled) {
            throw new IllegalArgumentException(
                    "daemon-scoped cpu-rt-period and cpu-rt-runtime are not supported by the kernel");
        }
    }

    private List<String> mounts() {
        try {
            return Files.readAllLines(root.resolve("proc/self/mountinfo"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static void checkProgram(String written) {
        Path program = Path.of(written);
        if (!program.isAbsolute()) {
            throw new IllegalArgumentException("invalid userland-proxy-path: must be an absolute path: " + written);
        }
        String reason = null;
        if (!Files.exists(program)) {
            reason = "stat " + written + ": no such file or directory";
        } else if (Files.isDirectory(program)) {
            reason = "is a directory";
        } else if (!Files.isExecutable(program)) {
            reason = "permission denied";
        }
        if (reason != null) {
            throw new IllegalArgumentException("invalid userland-proxy-path: exec: \"" + written + "\": " + reason);
        }
    }

    /// What was taken and has no effect here.
    List<String> warnings(DaemonConfig config) {
        List<String> warnings = new ArrayList<>();
        if (config.flag("selinux-enabled")) {
            warnings.add("Docker could not enable SELinux on the host system");
        }
        if (!config.text("userland-proxy-path").isEmpty()) {
            warnings.add("the program of userland-proxy-path is not run: published ports are carried in the daemon");
        }
        return warnings;
    }
}
