package dev.gantry.network.diagnostics;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;

/// Files with the stacks of all threads. Whoever is on the machine may ask for one, so only the newest are kept.
final class StackFiles {
    private static final int MOST = 8;
    private static final String BEGIN = "goroutine-stacks-";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmss.SSSX").withZone(ZoneOffset.UTC);

    private final Path directory;
    private final InstantSource clock;

    StackFiles(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /// Writes one; one at a time.
    ///
    /// @return where it stands
    synchronized Path write() throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path file =
                directory.resolve(BEGIN + TIME.format(clock.instant()) + ".log").toAbsolutePath();
        // The virtual machine opens no file that exists, and makes one that others may read.
        Path fresh = directory.resolve("dump").toAbsolutePath();
        Files.deleteIfExists(fresh);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(fresh.toString(), ThreadDumpFormat.TEXT_PLAIN);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        removeOld();
        return file;
    }

    private void removeOld() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> file.getFileName().toString().startsWith(BEGIN))
                    .sorted()
                    .toList();
        }
        for (Path old : files.subList(0, Math.max(0, files.size() - MOST))) {
            Files.deleteIfExists(old);
        }
    }
}
