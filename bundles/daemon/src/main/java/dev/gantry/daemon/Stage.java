package dev.gantry.daemon;

import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.AtomicFiles;
import dev.gantry.api.linux.FileNodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process and its places on disk.
final class Stage {
    private static final Logger LOG = LoggerFactory.getLogger(Stage.class);
    private static final int UMASK = 0022;

    /// In the temporary directory: whose it is, so that an update of this bundle leaves it alone.
    private static final String OWNER = ".pid";

    private final FileNodes files;
    private final AtomicFiles atomic;
    private final Map<String, String> environment;
    private final Consumer<Path> pidFile;
    private final Path system;

    /// @param pidFile is told of the file that is to go at the end of the process
    Stage(FileNodes files, AtomicFiles atomic, Map<String, String> environment, Consumer<Path> pidFile) {
        this(files, atomic, environment, pidFile, Path.of("/"));
    }

    /// @param system what stands for the root directory when the machine is looked at
    Stage(FileNodes files, AtomicFiles atomic, Map<String, String> environment, Consumer<Path> pidFile, Path system) {
        this.files = files;
        this.atomic = atomic;
        this.environment = Map.copyOf(environment);
        this.pidFile = pidFile;
        this.system = system;
    }

    /// Refuses to run where it can't work, and warns of what may surprise.
    void checkMachine(DaemonConfig config) throws IOException {
        ProxyWarnings.warn(config, environment);
        if (config.flag("experimental")) {
            LOG.warn("Running with experimental features enabled");
        }
        new MachineCheck(system, environment).run(config.flag("rootless"));
    }

    /// The exec root is the daemon's alone; in the data root others find their way, but see no names.
    void makeDirectories(DaemonConfig config) throws IOException {
        Path dataRoot = dataRoot(config);
        atomic.directories(dataRoot, 0711);
        files.setOwner(dataRoot, 0, 0);
        files.setMode(dataRoot, 0710);
        Path execRoot = Path.of(config.text("exec-root"));
        atomic.directories(execRoot, 0700);
        files.setMode(execRoot, 0700);
        atomic.directories(dataRoot.resolve("containers"), 0710);
        files.setMode(dataRoot.resolve("containers"), 0710);
        makeTemporaryDirectory(dataRoot);
    }

    private static Path dataRoot(DaemonConfig config) throws IOException {
        Path named = Path.of(config.text("data-root"));
        return Files.exists(named) ? named.toRealPath() : named;
    }

    /// What a daemon that died left there is removed beside the start.
    private void makeTemporaryDirectory(Path dataRoot) throws IOException {
        String named = environment.getOrDefault("DOCKER_TMPDIR", "");
        Path directory = named.isEmpty() ? dataRoot.resolve("tmp") : Path.of(named);
        Path owner = directory.resolve(OWNER);
        String self = Long.toString(ProcessHandle.current().pid());
        if (named.isEmpty() && Files.isDirectory(directory) && !self.equals(content(owner))) {
            LeftOvers.remove(directory);
        }
        atomic.directories(directory, 0700);
        if (named.isEmpty()) {
            atomic.writeVolatile(owner, self.getBytes(StandardCharsets.US_ASCII), 0600);
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    /// Gives the engine its id when it has none.
    void identify(DaemonConfig config) throws IOException {
        Path dataRoot = dataRoot(config);
        if (EngineId.isKnown(dataRoot)) {
            return;
        }
        TrustKey key = new TrustKey(system.resolve("etc/docker/key.json"), environment, files, atomic);
        try {
            key.migrate(files.status(Path.of("/proc/self")).uid());
        } catch (IOException e) {
            LOG.warn("{}", e.getMessage());
            throw e;
        }
        new EngineId(atomic).write(dataRoot, key.fingerprint());
    }

    String engineId(DaemonConfig config) {
        return EngineId.read(Path.of(config.text("data-root")));
    }

    void writePidFile(DaemonConfig config) throws IOException {
        String path = config.text("pidfile");
        if (!path.isEmpty()) {
            PidFile.write(Path.of(path), files);
            pidFile.accept(Path.of(path));
        }
    }

    void setUmask() {
        files.setUmask(UMASK);
        int mask = files.setUmask(UMASK);
        if (mask != UMASK) {
            throw EngineException.system(String.format("failed to set umask: expected %#o, got %#o", UMASK, mask));
        }
    }
}
