package dev.gantry.libcontainerd;

import dev.gantry.api.error.EngineException;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Our own containerd as a process: its files, its start, its end, and how it is found again by the next daemon.
///
/// It runs in a session of its own and writes to a file, so neither Ctrl-C at the daemon's terminal nor the daemon's death
/// reaches it.
final class OwnProcess {
    private static final Logger LOG = LoggerFactory.getLogger(OwnProcess.class);
    private static final Set<PosixFilePermission> PRIVATE_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(15);
    private static final long LOG_LIMIT = 16 << 20;
    private static final int SIGUSR1 = 10;
    private static final long DUMP_MILLIS = 100;

    private final Supplier<Settings> current;
    private final String program;
    private final Duration patience;
    private final Signals signals;

    /// Sends signals that Java does not know.
    interface Signals {
        void send(long pid, int signal);
    }

    /// @param current the settings as of now
    OwnProcess(Supplier<Settings> current, Signals signals) {
        this(current, signals, "containerd", USUAL_PATIENCE);
    }

    /// @param program name on the path, or absolute path
    /// @param patience with one that is told to end
    OwnProcess(Supplier<Settings> current, Signals signals, String program, Duration patience) {
        this.current = current;
        this.signals = signals;
        this.program = program;
        this.patience = patience;
    }

    private Path pidFile() {
        return current.get().runDirectory().resolve("containerd.pid");
    }

    private Path configFile() {
        return current.get().runDirectory().resolve("containerd.toml");
    }

    Path logFile() {
        return current.get().runDirectory().resolve("containerd.log");
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
        Settings settings = current.get();
        try {
            makeDirectories(settings);
            PrivateFiles.write(configFile(), OwnConfig.of(settings));
            Files.deleteIfExists(settings.ownAddress());
            boundLog();
            ProcessHandle handle = launch(found).toHandle();
            remember(handle);
            return handle;
        } catch (IOException e) {
            throw EngineException.system("failed to start containerd: " + e.getMessage(), e);
        }
    }

    /// One that the next daemon could not find must not live on.
    private void remember(ProcessHandle handle) throws IOException {
        try {
            PrivateFiles.write(pidFile(), Long.toString(handle.pid()));
        } catch (IOException e) {
            handle.destroyForcibly();
            throw e;
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
        environment(builder.environment());
        return builder.start();
    }

    /// What it must not take for its own: it is not the service that the manager waits for.
    static void environment(Map<String, String> variables) {
        variables.remove("NOTIFY_SOCKET");
    }

    /// Terminates it, by force after 15 s; shims and containers stay.
    void stop(ProcessHandle handle) {
        handle.destroy();
        try {
            handle.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            handle.destroyForcibly();
        }
        try {
            Files.deleteIfExists(pidFile());
            Files.deleteIfExists(current.get().ownAddress());
        } catch (IOException e) {
            // They name a dead process, which adopt() notices.
        }
    }

    /// Kills one that hangs; before, it is asked to write its stacks to its log.
    void kill(ProcessHandle handle) throws InterruptedException {
        signals.send(handle.pid(), SIGUSR1);
        TimeUnit.MILLISECONDS.sleep(DUMP_MILLIS);
        handle.destroyForcibly();
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

    private static void makeDirectories(Settings settings) throws IOException {
        Files.createDirectories(settings.execRoot());
        Files.createDirectories(settings.dataRoot());
        Files.createDirectories(settings.dataRoot().resolve("containerd"));
        Files.createDirectories(settings.runDirectory(), PosixFilePermissions.asFileAttribute(PRIVATE_DIRECTORY));
    }

    /// It is open for appending in containerd, so it can be cut under it.
    void boundLog() {
        Path log = logFile();
        try {
            if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
                Files.copy(log, log.resolveSibling("containerd.log.1"), StandardCopyOption.REPLACE_EXISTING);
                Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                        .close();
            }
        } catch (IOException e) {
            LOG.warn("cannot shorten {}: {}", log, e.toString());
        }
    }
}
