package dev.gantry.logging.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.logging.LogBatch;
import dev.gantry.api.logging.LogDriver;
import dev.gantry.api.logging.LogEntry;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogSource;
import dev.gantry.api.logging.LogStream;
import dev.gantry.api.logging.LogTarget;
import dev.gantry.api.logging.LoggedContainer;
import dev.gantry.logging.files.RotatedLogFiles;
import dev.gantry.logging.jsonfile.JsonFileLogDriver;
import dev.gantry.testkit.logging.Lines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class OpenLogsTest {
    private static final String ID = "ab".repeat(32);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    private final LogHost host = new LogHost();
    private final MemoryLogDriver memory = new MemoryLogDriver();

    private static Map<String, Object> named(String name) {
        return Map.of(LogDriver.NAME, name);
    }

    private LogTarget target(Map<String, String> options) {
        return new LogTarget("memory", options, LoggedContainer.of(ID, "tested", directory));
    }

    private List<String> read(LogTarget target) throws Exception {
        List<String> lines = new ArrayList<>();
        try (LogStream stream = host.logs().read(target, LogQuery.EVERYTHING)) {
            for (LogEntry entry = stream.next(); entry != null; entry = stream.next()) {
                lines.add(Lines.text(entry));
            }
        }
        return lines;
    }

    @Test
    void keepsACopyOfWhatAnUnreadableDriverGets() throws Exception {
        host.drivers().addDriver(memory, named("memory"));
        // In place of the driver `local`, which is not a neighbour that this test may know.
        host.drivers().addDriver(new JsonFileLogDriver(new RotatedLogFiles()), named("local"));
        LogTarget target = target(Map.of());
        ContainerLog log = host.openLogs().open(target);
        log.write(Lines.numbered(0, 10));
        memory.failing = true;
        log.write(Lines.numbered(10, 10));
        memory.failing = false;
        log.write(Lines.numbered(20, 5));
        log.close(LIMIT);
        List<String> expected = new ArrayList<>(Lines.texts(0, 10));
        expected.addAll(Lines.texts(20, 5));
        assertEquals(expected, memory.lines);
        assertEquals(expected, read(target));
        assertTrue(directory.resolve("container-cached.log").toFile().exists());
    }

    @Test
    void refusesToReadAnUnreadableDriverWithoutACopy() throws Exception {
        host.drivers().addDriver(memory, named("memory"));
        host.drivers().addDriver(new JsonFileLogDriver(new RotatedLogFiles()), named("local"));
        LogTarget target = target(Map.of("cache-disabled", "true"));
        host.openLogs().open(target).close(LIMIT);
        EngineException refused = assertThrows(EngineException.class, () -> read(target));
        assertEquals(ErrorKind.NOT_IMPLEMENTED, refused.kind());
        assertEquals("configured logging driver does not support reading", refused.getMessage());
    }

    @Test
    void letsLinesWaitForADriverThatIsGoneInBlockingMode() throws Exception {
        host.drivers().addDriver(memory, named("memory"));
        ContainerLog log = host.openLogs().open(target(Map.of()));
        log.write(Lines.numbered(0, 1));
        host.drivers().removeDriver(memory, named("memory"));
        assertTrue(memory.opened.isEmpty());
        CountDownLatch written = new CountDownLatch(1);
        Thread container = Thread.ofVirtual().start(() -> {
            try {
                log.write(Lines.numbered(1, 1));
                written.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertFalse(written.await(200, TimeUnit.MILLISECONDS));
        host.drivers().addDriver(memory, named("memory"));
        assertTrue(written.await(5, TimeUnit.SECONDS));
        container.join();
        assertEquals(Lines.texts(0, 2), memory.lines);
        log.close(LIMIT);
    }

    @Test
    void dropsTheNewestLinesInNonBlockingMode() throws Exception {
        host.drivers().addDriver(memory, named("memory"));
        memory.allowed.drainPermits();
        ContainerLog log = host.openLogs().open(target(Map.of("mode", "non-blocking", "max-buffer-size", "100")));
        log.write(Lines.numbered(0, 1));
        while (memory.allowed.getQueueLength() == 0) {
            Thread.onSpinWait();
        }
        LogBatch longLine = new LogBatch();
        Lines.add(longLine, LogSource.STDOUT, 1, "x".repeat(1000), null);
        log.write(longLine);
        log.write(Lines.numbered(1, 100));
        memory.allowed.release(1000);
        log.close(LIMIT);
        assertEquals(List.of("line 0", "x".repeat(1000)), memory.lines);
    }

    @Test
    void doesNotWaitForEverForADriverThatHangsAtTheEnd() throws Exception {
        host.drivers().addDriver(memory, named("memory"));
        memory.allowed.drainPermits();
        ContainerLog log = host.openLogs().open(target(Map.of("mode", "non-blocking")));
        log.write(Lines.numbered(0, 1));
        long begin = System.nanoTime();
        log.close(Duration.ofMillis(100));
        assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(5));
        memory.allowed.release(10);
    }

    @Test
    void movesToTheDriverThatTakesOver() throws Exception {
        MemoryLogDriver better = new MemoryLogDriver();
        host.drivers().addDriver(memory, named("memory"));
        ContainerLog log = host.openLogs().open(target(Map.of()));
        log.write(Lines.numbered(0, 1));
        host.drivers().addDriver(better, named("memory"));
        log.write(Lines.numbered(1, 1));
        host.drivers().removeDriver(better, named("memory"));
        log.write(Lines.numbered(2, 1));
        log.close(LIMIT);
        assertEquals(List.of("line 0", "line 2"), memory.lines);
        assertEquals(List.of("line 1"), better.lines);
    }

    @Test
    void hasNoLogForNone() {
        assertEquals(
                null, host.openLogs().open(new LogTarget("none", Map.of(), LoggedContainer.of(ID, "x", directory))));
    }

    @Test
    void rendersTagAndAttributesForTheDriver() throws Exception {
        host.drivers().addDriver(memory, named("memory"));
        ContainerLog log = host.openLogs().open(target(Map.of("tag", "{{.Name}}/{{.ID}}", "mode", "blocking")));
        assertEquals("tested/abababababab", memory.opened.getFirst().tag());
        assertEquals(
                Map.of("tag", "{{.Name}}/{{.ID}}"), memory.opened.getFirst().options());
        log.close(LIMIT);
    }
}
