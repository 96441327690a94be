package dev.gantry.daemon;

import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.linux.AtomicFiles;
import dev.gantry.api.linux.FileNodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process and its places on disk.
final class Stage {
    private static final Logger LOG = LoggerFactory.getLogger(Stage.class);
    private static final int UMASK = 0022;

    private final FileNodes files;
    private final AtomicFiles atomic;
    private PidFile pidFile = PidFile.NONE;

    Stage(FileNodes files, AtomicFiles atomic) {
        this.files = files;
        this.atomic = atomic;
    }

    void makeDirectories(DaemonConfig config) throws IOException {
        Path dataRoot = Path.of(config.text("data-root"));
        atomic.directories(dataRoot, 0711);
        atomic.directories(Path.of(config.text("exec-root")), 0700);
        Path id = dataRoot.resolve("engine-id");
        if (!Files.exists(id)) {
            atomic.write(id, UUID.randomUUID().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8), 0600);
        }
    }

    String engineId(DaemonConfig config) {
        try {
            return Files.readString(Path.of(config.text("data-root"), "engine-id"))
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }

    void writePidFile(DaemonConfig config) throws IOException {
        pidFile = PidFile.write(config.text("pidfile"));
    }

    void setUmask() {
        files.setUmask(UMASK);
    }

    /// Writes the stacks of all threads to a file in the exec root.
    void dumpThreads(DaemonConfig config) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            text.append('"')
                    .append(entry.getKey().getName())
                    .append("\" ")
                    .append(entry.getKey().getState())
                    .append('\n');
            for (StackTraceElement frame : entry.getValue()) {
                text.append("\tat ").append(frame).append('\n');
            }
            text.append('\n');
        }
        Path file = Path.of(
                config.text("exec-root"),
                "thread-stacks-" + Instant.now().toString().replace(":", "") + ".log");
        try {
            Files.writeString(file, text);
            LOG.info("thread stacks written to {}", file);
        } catch (IOException e) {
            LOG.error("failed to write thread stacks: {}", e.getMessage());
        }
    }

    /// The daemon is over.
    void leave() {
        pidFile.remove();
    }
}
