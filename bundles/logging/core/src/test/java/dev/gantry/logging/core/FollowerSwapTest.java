package dev.gantry.logging.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gantry.api.logging.LogDriver;
import dev.gantry.api.logging.LogEntry;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogStream;
import dev.gantry.api.logging.LogTarget;
import dev.gantry.api.logging.LoggedContainer;
import dev.gantry.logging.files.RotatedLogFiles;
import dev.gantry.logging.jsonfile.JsonFileLogDriver;
import dev.gantry.testkit.logging.Lines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A follower of a log, when this very bundle is updated.
@Timeout(30)
class FollowerSwapTest {
    private static final String ID = "ab".repeat(32);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final LogQuery FOLLOW = LogQuery.EVERYTHING.withFollow(true);

    @TempDir
    Path directory;

    private LogTarget target() {
        return new LogTarget("json-file", Map.of(), LoggedContainer.of(ID, "tested", directory));
    }

    private static LogHost host() {
        LogHost host = new LogHost();
        host.drivers().addDriver(new JsonFileLogDriver(new RotatedLogFiles()), Map.of(LogDriver.NAME, "json-file"));
        return host;
    }

    private static List<String> toTheEnd(LogStream stream) throws IOException {
        List<String> lines = new ArrayList<>();
        for (LogEntry entry = stream.next(); entry != null; entry = stream.next()) {
            lines.add(Lines.text(entry));
        }
        return lines;
    }

    @Test
    void goesOnWhereItWasWithTheSuccessor() throws Exception {
        LogHost first = host();
        ContainerLog log = Objects.requireNonNull(first.openLogs().open(target()));
        log.write(Lines.numbered(0, 10));
        LogStream follower = first.logs().read(target(), FOLLOW);
        log.leave(LIMIT);
        assertEquals(Lines.texts(0, 10), toTheEnd(follower));
        LogQuery rest = Objects.requireNonNull(follower.rest());
        follower.close();

        LogHost second = host();
        // The follower is there before the log is open again.
        CompletableFuture<LogStream> waiting =
                CompletableFuture.supplyAsync(() -> second.logs().read(target(), rest));
        ContainerLog again = Objects.requireNonNull(second.openLogs().open(target()));
        again.write(Lines.numbered(10, 10));
        try (LogStream successor = waiting.get()) {
            assertEquals("line 10", Lines.text(Objects.requireNonNull(successor.next())));
            again.close(LIMIT);
            assertEquals(Lines.texts(11, 9), toTheEnd(successor));
            assertNull(successor.rest());
        }
    }

    @Test
    void isToldWhenTheDriverIsTheFirstToGo() throws Exception {
        LogHost host = host();
        ContainerLog log = Objects.requireNonNull(host.openLogs().open(target()));
        log.write(Lines.numbered(0, 3));
        LogStream reader = host.logs().read(target(), LogQuery.EVERYTHING);
        assertEquals("line 0", Lines.text(Objects.requireNonNull(reader.next())));
        ((ConfiguredLogs) host.logs()).deactivate();
        assertNull(reader.next());
        assertNotNull(Objects.requireNonNull(reader.rest()).cursor());
        log.close(LIMIT);
    }

    @Test
    void hasNothingLeftWhenTheContainerHasStopped() throws Exception {
        LogHost host = host();
        ContainerLog log = Objects.requireNonNull(host.openLogs().open(target()));
        log.write(Lines.numbered(0, 3));
        LogStream follower = host.logs().read(target(), FOLLOW);
        log.close(LIMIT);
        assertEquals(Lines.texts(0, 3), toTheEnd(follower));
        assertNull(follower.rest());
    }
}
