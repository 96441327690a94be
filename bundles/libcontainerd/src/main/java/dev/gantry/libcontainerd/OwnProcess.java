package dev.gantry.libcontainerd;

import dev.gantry.api.error.EngineException;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Our own containerd as a process: its files, its start, its end, and how it is found again by the next daemon.
///
/// It runs in a session of its own and writes to a file, so neither Ctrl-C at the daemon's terminal nor the daemon's death
/// reaches it.
final class OwnProcess {
    private static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> PRIVATE_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final long STOP_SECONDS = 15;
    private static final long LOG_LIMIT = 16 << 20;

    private final Settings settings;
    private final String program;

    OwnProcess(Settings settings) {
        this(settings, "containerd");
    }

    /// @param program name on the path, or absolute path
    OwnProcess(Settings settings, String program) {
        this.settings = settings;
        this.program = program;
    }

    private Path pidFile() {
        return settings.runDirectory().resolve("containerd.pid");
    }

    private Path configFile() {
        return settings.runDirectory().resolve("containerd.toml");
    }

    private Path logFile() {
        return settings.runDirectory().resolve("containerd.log");
    }

    /// The containerd that an earlier daemon started here, if it is alive.
    @Nullable ProcessHandle adopt() {
        try {
            long pid = Long.parseLong(Files.readString(pidFile()).strip());
            String command = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
            return command.contains("containerd")
                            && command.contains(configFile().toString())
                    ? ProcessHandle.of(pid).orElse(null)
                    : null;
        } catch (IOException | NumberFormatException e) {
            return null;
        }
    }

    /// Starts it. It listens some 100 ms later.
    ///
    /// @throws EngineException UNAVAILABLE when it is not installed; SYSTEM when its files cannot be written
    ProcessHandle start() {
        String found = find(program)
                .orElseThrow(() -> EngineException.unavailable(
                        "containerd not found: install containerd, or name a running one's socket with --containerd"));
        try {
            makeDirectories();
            write(configFile(), config());
            Files.deleteIfExists(settings.ownAddress());
            rotateLog();
            ProcessHandle handle = launch(found).toHandle();
            write(pidFile(), Long.toString(handle.pid()));
            return handle;
        } catch (IOException e) {
            throw EngineException.system("failed to start containerd: " + e.getMessage(), e);
        }
    }

    private Process launch(String file) throws IOException {
        Redirect log = Redirect.appendTo(logFile().toFile());
        List<String> command = find("setsid")
                .map(setsid -> List.of(setsid, file, "--config", configFile().toString()))
                .orElse(List.of(file, "--config", configFile().toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectOutput(log)
                .redirectError(log)
                .directory(new File("/"));
        builder.environment().remove("NOTIFY_SOCKET");
        return builder.start();
    }

    /// Terminates it, by force after 15 s; shims and containers stay.
    void stop(ProcessHandle handle) {
        handle.destroy();
        try {
            handle.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            handle.destroyForcibly();
        }
        try {
            Files.deleteIfExists(pidFile());
        } catch (IOException e) {
            // It names a dead process, which adopt() notices.
        }
    }

    private static Optional<String> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin";
        for (String directory : path.split(":", -1)) {
            Path file = Path.of(directory).resolve(name);
            if (!directory.isEmpty() && Files.isExecutable(file)) {
                return Optional.of(file.toString());
            }
        }
        return Optional.empty();
    }

    private void makeDirectories() throws IOException {
        Files.createDirectories(settings.execRoot());
        Files.createDirectories(settings.dataRoot());
        Files.createDirectories(settings.dataRoot().resolve("containerd"));
        Files.createDirectories(settings.runDirectory(), PosixFilePermissions.asFileAttribute(PRIVATE_DIRECTORY));
    }

    /// Renamed into place: a crash leaves the old file or the new one.
    private static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PRIVATE_FILE));
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void rotateLog() throws IOException {
        if (Files.exists(logFile()) && Files.size(logFile()) > LOG_LIMIT) {
            Files.move(logFile(), logFile().resolveSibling("containerd.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// What we change of containerd's defaults: places, no Kubernetes plug-in (slow to start, opens a port), log level, and
    /// the protection from the kernel's memory killer that dockerd's unit gives.
    String config() {
        return """
                version = 2
                root = "%s"
                state = "%s"
                oom_score = -500
                disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.snapshotter.v1.aufs", \
                "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", \
                "io.containerd.snapshotter.v1.zfs", "io.containerd.tracing.processor.v1.otlp"]

                [grpc]
                  address = "%s"
                  uid = 0
                  gid = 0

                [debug]
                  level = "%s"
                """.formatted(
                        settings.dataRoot().resolve("containerd/daemon"),
                        settings.runDirectory().resolve("daemon"),
                        settings.ownAddress(),
                        "debug".equals(settings.logLevel()) ? "debug" : "warn");
    }
}
