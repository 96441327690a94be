package dev.gantry.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZonedDateTime;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackDumpTest {
    @TempDir
    Path directory;

    @Test
    void sigusr1WritesAllStacksToAFileNamedByItsTime() throws IOException, InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread virtual = Thread.ofVirtual().name("a request").start(() -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            ZonedDateTime time = ZonedDateTime.parse("2026-01-02T03:04:05Z");
            Path file = StackDump.write(directory, time);
            StackDump.write(directory, time);
            assertEquals(
                    "goroutine-stacks-2026-01-02T030405Z.log",
                    file.getFileName().toString());
            String text = Files.readString(file);
            assertTrue(text.contains("StackDumpTest") && text.contains("a request"), text);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        } finally {
            end.countDown();
            virtual.join();
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(1, left.count());
        }
    }
}
