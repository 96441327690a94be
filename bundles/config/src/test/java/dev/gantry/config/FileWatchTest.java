package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @TempDir
    Path directory;

    private FileWatch watch;

    @BeforeEach
    void start() {
        watch = new FileWatch(directory.resolve("later/daemon.json"), Duration.ofMillis(20), () -> told.add("changed"));
        watch.start();
    }

    @AfterEach
    void stop() {
        watch.stop();
    }

    @Test
    void tellsOfAFileThatComesChangesAndGoes() throws IOException, InterruptedException {
        Path file = directory.resolve("later/daemon.json");
        Files.createDirectory(file.getParent());
        Files.writeString(file, "{}");
        assertNotNull(told.poll(10, TimeUnit.SECONDS));
        Path next = Files.writeString(directory.resolve("later/next"), "{\"debug\": true}");
        Files.move(next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        assertNotNull(told.poll(10, TimeUnit.SECONDS));
        Files.delete(file);
        assertNotNull(told.poll(10, TimeUnit.SECONDS));
    }

    /// Who edits the file and sends SIGHUP reloads once, not twice.
    @Test
    void tellsNothingOfWhatHasBeenReadMeanwhile() throws IOException, InterruptedException {
        Path file = directory.resolve("later/daemon.json");
        Files.createDirectory(file.getParent());
        Path next = Files.writeString(directory.resolve("next"), "{}");
        watch.stop();
        watch = new FileWatch(file, Duration.ofMillis(20), () -> told.add("changed"));
        Files.move(next, file);
        watch.read();
        watch.start();
        assertNull(told.poll(200, TimeUnit.MILLISECONDS));
        Files.writeString(file, "{\"debug\": true}");
        assertNotNull(told.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void tellsNothingOnceStopped() throws IOException, InterruptedException {
        watch.stop();
        Files.createDirectory(directory.resolve("later"));
        Files.writeString(directory.resolve("later/daemon.json"), "{}");
        assertNull(told.poll(200, TimeUnit.MILLISECONDS));
    }
}
