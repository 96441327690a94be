package dev.gantry.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.DaemonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The daemon's directory for temporary files.
@Timeout(20)
class LeftOversTest {
    @TempDir
    Path root;

    private final List<String> calls = new ArrayList<>();
    private final FakeFiles files = new FakeFiles(calls);
    private Path temporary;

    @BeforeEach
    void daemonThatDied() throws IOException {
        temporary = Files.createDirectories(root.resolve("data/tmp"));
        Files.writeString(temporary.resolve(".pid"), "1");
        Files.createDirectories(temporary.resolve("deep/er"));
        Files.writeString(temporary.resolve("deep/er/file"), "x");
    }

    private void makeDirectories(Map<String, String> environment) throws IOException {
        DaemonConfig config = new DaemonConfig(Map.of(
                "data-root", root.resolve("data").toString(),
                "exec-root", root.resolve("exec").toString()));
        new Stage(files.nodes(), files.atomic(), environment, _ -> {}, root).makeDirectories(config);
    }

    private static void awaitGone(Path path) {
        while (Files.exists(path)) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void whatADeadDaemonLeftIsMovedAsideAndRemovedBeside() throws IOException {
        Path outside = Files.writeString(root.resolve("outside"), "kept");
        Files.createSymbolicLink(temporary.resolve("link"), outside);
        makeDirectories(Map.of());
        assertTrue(calls.contains("directory tmp 448"), calls.toString());
        assertFalse(Files.exists(temporary.resolve("deep")));
        awaitGone(root.resolve("data/tmp-old"));
        assertEquals("kept", Files.readString(outside));
    }

    @Test
    void whatStillLiesAsideGoesFirst() throws IOException {
        Files.createDirectories(root.resolve("data/tmp-old/older"));
        makeDirectories(Map.of());
        assertFalse(Files.exists(temporary.resolve("deep")));
        awaitGone(root.resolve("data/tmp-old"));
    }

    @Test
    void aDirectoryThatIsNamedIsUsedAndNotEmptied() throws IOException {
        Path named = Files.createDirectories(root.resolve("named"));
        Files.writeString(named.resolve("others"), "x");
        makeDirectories(Map.of("DOCKER_TMPDIR", named.toString()));
        assertTrue(Files.exists(named.resolve("others")));
        assertTrue(Files.exists(temporary.resolve("deep")), "it is not ours then");
    }
}
