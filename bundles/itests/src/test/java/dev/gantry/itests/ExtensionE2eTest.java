package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A log driver of somebody else comes, is updated under output, and goes again.
@Tag("machine")
@ExtendWith(SharedDaemon.class)
class ExtensionE2eTest {
    private static final String NAME = "dev.gantry.example.crifile";
    private static final int LINES = 3000;
    private static final String COUNT = "i=0; while [ $i -lt " + LINES
            + " ]; do i=$((i+1)); echo line $i; [ $((i%50)) -ne 0 ] || usleep 50000; done";
    private static final String UNKNOWN = "logger: no log driver named 'cri-file' is registered";

    private final TestDaemon daemon;

    ExtensionE2eTest(TestDaemon daemon) {
        this.daemon = daemon;
    }

    private static Path jar(String module, String artifact) {
        Path jar = Path.of("../examples", module, "target", artifact + "-0.1.0-SNAPSHOT.jar");
        return jar.toAbsolutePath().normalize();
    }

    private static Path first() {
        return jar("cri-file", NAME);
    }

    private static Path second() {
        return jar("cri-file-update", NAME + ".update");
    }

    private Path deployed() {
        return daemon.dataRoot().resolve("deploy/cri-file.jar");
    }

    /// As one should: written beside, moved in whole.
    private void deploy(Path jar) throws IOException {
        Path beside = daemon.dataRoot().resolve("deploy/cri-file.jar.part");
        Files.copy(jar, beside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, deployed(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private boolean lists(String text) {
        return daemon.console("lb -s " + NAME).out().contains(text);
    }

    @AfterEach
    void removeAll() throws IOException {
        daemon.docker("ps", "-aq").lines().forEach(id -> daemon.docker("rm", "-fv", id));
        if (Files.deleteIfExists(deployed())) {
            // The watcher has to see that the file is gone before the next test puts one there.
            Eventually.holds("the drop folder is seen empty", () -> !lists(NAME));
        } else if (lists(NAME)) {
            daemon.console("uninstall " + daemon.bundleId(NAME));
        }
        Eventually.holds("the example is gone", () -> !lists(NAME));
    }

    private void startCounting(String name) {
        daemon.docker("run", "-d", "--name", name, "--log-driver", "cri-file", "busybox", "sh", "-c", COUNT)
                .ok();
    }

    private void assertWhole(String name) {
        assertEquals("0", daemon.docker("wait", name).ok());
        assertEquals(
                IntStream.rangeClosed(1, LINES).mapToObj(i -> "line " + i).toList(),
                daemon.docker("logs", name).lines());
    }

    /// Both versions wrote to the log.
    private void assertTookOver(String name) throws IOException {
        String id = daemon.docker("inspect", "-f", "{{.Id}}", name).ok();
        String log = Files.readString(
                daemon.dataRoot().resolve("containers").resolve(id).resolve(id + "-cri.log"), StandardCharsets.UTF_8);
        assertTrue(log.contains(" F:1.0.0 ") && log.contains(" F:1.1.0 "), "no version took over from the other");
    }

    @Test
    void comesAndGoesByTheConsole() throws Exception {
        daemon.console("install file:" + first()).ok();
        daemon.console("start " + daemon.bundleId(NAME)).ok();
        startCounting("counting");
        daemon.console("update " + daemon.bundleId(NAME) + " file:" + second()).ok();
        assertWhole("counting");
        assertTookOver("counting");

        daemon.docker("run", "-d", "--name", "steady", "--log-driver", "cri-file", "busybox", "sleep", "1000")
                .ok();
        daemon.docker("create", "--name", "later", "--log-driver", "cri-file", "busybox", "true")
                .ok();
        daemon.console("uninstall " + daemon.bundleId(NAME)).ok();
        Command.Result refused = daemon.docker("start", "later");
        assertNotEquals(0, refused.exit());
        assertTrue(refused.err().contains(UNKNOWN), refused.err());
        assertEquals(
                "true",
                daemon.docker("inspect", "-f", "{{.State.Running}}", "steady").ok());
    }

    @Test
    void comesAndGoesByTheDropFolder() throws Exception {
        deploy(first());
        Eventually.holds("the example is there", () -> lists("Active") && lists("1.0.0"));
        startCounting("counting");
        deploy(second());
        Eventually.holds("its next version is there", () -> lists("Active") && lists("1.1.0"));
        assertWhole("counting");
        Files.delete(deployed());
        Eventually.holds("it is gone", () -> !lists(NAME));
        Command.Result refused = daemon.docker("run", "--rm", "--log-driver", "cri-file", "busybox", "true");
        assertEquals(125, refused.exit());
        assertTrue(refused.err().contains(UNKNOWN), refused.err());
    }

    @Test
    void saysWhatIsWrongWithAJarInTheDropFolder() throws Exception {
        Files.writeString(deployed(), "PK half of a jar");
        Eventually.holds(
                "the log names it", () -> daemon.logTail().contains("drop folder: cri-file.jar: is not installed"));
        deploy(first());
        Eventually.holds("a whole one is taken all the same", () -> lists("Active"));
    }

    @Test
    void tellsByItsStatusWhatFailed() {
        for (String command : List.of(
                "nonsense",
                "throw \"odd\"",
                "start 987654",
                "stop no.such.bundle",
                "install file:/no/such.jar",
                "gantry:reload no such argument")) {
            assertNotEquals(0, daemon.console(command).exit(), command);
        }
        assertEquals(
                "987654: no bundle has this number; `lb` lists them",
                daemon.console("start 987654").err().strip());
        assertEquals(0, daemon.console("lb").exit());
        assertEquals(0, daemon.console("gantry:services").exit());
    }
}
