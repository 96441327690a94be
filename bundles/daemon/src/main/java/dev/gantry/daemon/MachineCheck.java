package dev.gantry.daemon;

import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether this machine can carry containers, and what is set in its kernel so that it carries many.
final class MachineCheck {
    private static final Logger LOG = LoggerFactory.getLogger(MachineCheck.class);
    private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*", Pattern.DOTALL);
    private static final int OLDEST_MAJOR = 3;
    private static final int OLDEST_MINOR = 10;

    /// Each container has a session keyring, and all of them belong to root.
    private static final long ROOT_KEYS = 1_000_000;

    private static final long BYTES_PER_KEY = 25;

    private final Path root;
    private final Map<String, String> environment;

    /// @param root where `proc` and `sys` are
    MachineCheck(Path root, Map<String, String> environment) {
        this.root = root;
        this.environment = Map.copyOf(environment);
    }

    /// @throws EngineException when the daemon can't run here
    void run(boolean rootless) throws IOException {
        if (environment.containsKey("ROOTLESSKIT_STATE_DIR") && !rootless) {
            throw EngineException.invalidParameter("The daemon runs under RootlessKit, which needs --rootless");
        }
        refuseOldKernel(
                Files.readString(root.resolve("proc/sys/kernel/osrelease")).strip());
        requireDevices();
        raiseRootKeys();
    }

    private void refuseOldKernel(String release) {
        Matcher version = RELEASE.matcher(release);
        if (!version.matches()
                || !environment.getOrDefault("DOCKER_NOWARN_KERNEL_VERSION", "").isEmpty()) {
            return;
        }
        int major = Integer.parseInt(version.group(1));
        if (major < OLDEST_MAJOR || major == OLDEST_MAJOR && Integer.parseInt(version.group(2)) < OLDEST_MINOR) {
            throw EngineException.system("Your Linux kernel version " + release
                    + " is not supported for running docker. Please upgrade your kernel to 3.10.0 or newer.");
        }
    }

    /// In the unified hierarchy devices are judged by a program and need no mount.
    private void requireDevices() throws IOException {
        if (Files.exists(root.resolve("sys/fs/cgroup/cgroup.controllers"))) {
            return;
        }
        boolean mounted = Files.readString(root.resolve("proc/self/mountinfo"))
                .lines()
                .map(line -> line.substring(line.indexOf(" - ") + 3).split(" "))
                .anyMatch(fields -> fields.length > 2
                        && fields[0].equals("cgroup")
                        && (',' + fields[2] + ',').contains(",devices,"));
        if (!mounted) {
            throw EngineException.system("Devices cgroup isn't mounted");
        }
    }

    private void raiseRootKeys() {
        Path keys = root.resolve("proc/sys/kernel/keys/root_maxkeys");
        Path bytes = root.resolve("proc/sys/kernel/keys/root_maxbytes");
        if (!Files.exists(keys)) {
            return;
        }
        try {
            if (Long.parseLong(Files.readString(keys).strip()) < ROOT_KEYS) {
                Files.writeString(keys, Long.toString(ROOT_KEYS));
                Files.writeString(bytes, Long.toString(ROOT_KEYS * BYTES_PER_KEY));
            }
        } catch (IOException | NumberFormatException e) {
            LOG.warn("cannot raise the number of kernel keys of root: {}", e.getMessage());
        }
    }
}
