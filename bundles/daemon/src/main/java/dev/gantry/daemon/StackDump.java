package dev.gantry.daemon;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.gantry.api.config.DaemonConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what all threads are doing, virtual ones too, to a file that is named as dockerd names its own: whoever collects those
/// finds ours.
final class StackDump {
    private static final Logger LOG = LoggerFactory.getLogger(StackDump.class);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmssXX");

    private StackDump() {}

    static void write(DaemonConfig config) {
        try {
            Path file = write(directory(config), ZonedDateTime.now());
            LOG.info("goroutine stacks written to {}", file);
        } catch (IOException e) {
            LOG.error("failed to write the stacks of all threads: {}", e.getMessage());
        }
    }

    private static Path directory(DaemonConfig config) {
        String execRoot = config.text("exec-root");
        return Path.of(execRoot.isEmpty() ? config.text("data-root") : execRoot).toAbsolutePath();
    }

    /// The virtual machine opens no file that exists: it writes beside, and the second dump of a second replaces the first.
    static Path write(Path directory, ZonedDateTime now) throws IOException {
        Path file = directory.resolve("goroutine-stacks-" + TIME.format(now) + ".log");
        Path fresh = Files.createTempDirectory(directory, ".stacks").resolve("dump");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(fresh.toString(), ThreadDumpFormat.TEXT_PLAIN);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            return Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
            Files.delete(fresh.getParent());
        }
    }
}
