package dev.gantry.config;

import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Other engines on this machine, which must not be disturbed.
final class Neighbours {
    private static final String DOCKER_ROOT = "/var/lib/docker";
    private static final Path DOCKER_PID = Path.of("/var/run/docker.pid");

    private final Path dockerPid;

    Neighbours() {
        this(DOCKER_PID);
    }

    Neighbours(Path dockerPid) {
        this.dockerPid = dockerPid;
    }

    /// @throws EngineException CONFLICT, saying what to pass instead
    void refuse(DaemonConfig config) throws IOException {
        long owner = pid(Path.of(config.text("pidfile")));
        if (owner == ProcessHandle.current().pid()) {
            return;
        }
        for (String host : config.list("hosts")) {
            if (host.startsWith("unix://") && answers(Path.of(host.substring(7)))) {
                throw EngineException.conflict("another engine answers on " + host
                        + "; pass -H to listen elsewhere and --data-root, --exec-root and --pidfile to keep apart from it, such as"
                        + " -H unix:///var/run/gantry.sock --data-root /var/lib/gantry --exec-root /var/run/gantry"
                        + " --pidfile /var/run/gantry.pid");
            }
        }
        long docker = pid(dockerPid);
        if (docker > 0 && isDocker(docker)) {
            refuseShared(config, docker);
        }
        if (owner > 0 && Files.exists(Path.of("/proc/" + owner))) {
            throw EngineException.conflict("failed to start daemon, ensure docker is not running or delete "
                    + config.text("pidfile") + ": process with PID " + owner + " is still running");
        }
    }

    private static long pid(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    private static void refuseShared(DaemonConfig config, long docker) throws IOException {
        if (same(config.text("data-root"), argument(docker, "--data-root", DOCKER_ROOT))) {
            throw EngineException.conflict("dockerd (PID " + docker + ") uses the data root " + config.text("data-root")
                    + "; pass --data-root to use another directory");
        }
        if (same(config.text("exec-root"), argument(docker, "--exec-root", "/var/run/docker"))) {
            throw EngineException.conflict("dockerd (PID " + docker + ") uses the exec root " + config.text("exec-root")
                    + "; pass --exec-root to use another directory");
        }
    }

    private static boolean same(String a, String b) throws IOException {
        return Path.of(a).equals(Path.of(b))
                || Files.exists(Path.of(a)) && Files.exists(Path.of(b)) && Files.isSameFile(Path.of(a), Path.of(b));
    }

    private static boolean isDocker(long pid) {
        List<String> command = command(pid);
        return !command.isEmpty() && command.getFirst().endsWith("dockerd");
    }

    private static String argument(long pid, String name, String fallback) {
        List<String> command = command(pid);
        for (int i = 1; i < command.size(); i++) {
            if (command.get(i).startsWith(name + "=")) {
                return command.get(i).substring(name.length() + 1);
            }
            if (command.get(i).equals(name) && i + 1 < command.size()) {
                return command.get(i + 1);
            }
        }
        return fallback;
    }

    private static List<String> command(long pid) {
        try {
            String text = Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
            return List.of(text.split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean answers(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            return false;
        }
    }
}
