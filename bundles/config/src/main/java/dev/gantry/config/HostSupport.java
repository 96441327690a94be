package dev.gantry.config;

import dev.gantry.api.config.DaemonConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Settings that stand or fall with what the machine has.
final class HostSupport {
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
        String proxy = config.text("userland-proxy-path");
        if (config.flag("userland-proxy") && !proxy.isEmpty()) {
            checkProgram(proxy);
        }
    }

    private boolean hasSeLinux() {
        return Files.exists(root.resolve("sys/fs/selinux/enforce"));
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
