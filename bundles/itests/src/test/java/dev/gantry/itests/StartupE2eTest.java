package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a daemon makes of the machine and of what an earlier one has left.
@Tag("machine")
@Timeout(300)
class StartupE2eTest {
    private TestDaemon daemon;

    @BeforeEach
    void start() throws IOException {
        daemon = TestDaemon.start();
        TestImages.importBusybox(daemon);
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
    }

    private String mountOf(Path directory) {
        return Command.run("findmnt", "-n", "-o", "PROPAGATION", "--mountpoint", directory.toString())
                .out()
                .strip();
    }

    @Test
    void theDataRootIsASharedMountForAsLongAsTheDaemonOrItsContainersRun() throws Exception {
        Path note = daemon.execRoot().resolve("unmount-on-shutdown");
        String machine = Command.run(
                        "findmnt",
                        "-n",
                        "-o",
                        "PROPAGATION",
                        "--target",
                        daemon.root().toString())
                .out()
                .strip();
        if (machine.contains("shared") || machine.contains("slave")) {
            assertEquals("", mountOf(daemon.dataRoot()));
            assertFalse(Files.exists(note));
            return;
        }
        assertTrue(mountOf(daemon.dataRoot()).contains("shared"));
        assertTrue(Files.exists(note));
        daemon.docker("run", "-d", "--name", "kept", "busybox", "sleep", "600").ok();
        daemon.docker(
                        "run",
                        "-d",
                        "--name",
                        "looker",
                        "-v",
                        daemon.dataRoot() + ":/data:rslave",
                        "busybox",
                        "sleep",
                        "600")
                .ok();
        daemon.crash();
        daemon.startAgain();
        Path later = Files.createDirectories(daemon.dataRoot().resolve("later"));
        Command.run("mount", "-t", "tmpfs", "tmpfs", later.toString()).ok();
        Files.writeString(later.resolve("file"), "seen");
        assertEquals(
                "seen",
                daemon.docker("exec", "looker", "cat", "/data/later/file").ok());
        Command.run("umount", later.toString()).ok();
        assertEquals(
                "running",
                daemon.docker("inspect", "-f", "{{.State.Status}}", "kept").ok());
        assertEquals(0, daemon.terminate());
        assertEquals("", mountOf(daemon.dataRoot()));
        assertFalse(Files.exists(note));
    }

    @Test
    void containersOfAnotherStorageDriverAreLeftAloneAndComeBackWithIt() throws Exception {
        daemon.docker("run", "--name", "mine", "busybox", "sh", "-c", "echo kept > /file")
                .ok();
        daemon.terminate();
        Files.writeString(daemon.configFile(), "{\"storage-driver\": \"native\"}");
        daemon.startAgain();
        assertEquals("native", daemon.docker("info", "-f", "{{.Driver}}").ok());
        assertEquals(List.of(), daemon.docker("ps", "-aq").lines());
        assertTrue(Files.readString(daemon.log()).contains("it was made with the storage driver overlayfs"));
        daemon.docker("run", "--name", "others", "busybox", "true").ok();
        assertEquals(
                "native",
                daemon.docker("inspect", "-f", "{{.Driver}}", "others").ok());
        daemon.terminate();
        Files.writeString(daemon.configFile(), "{}");
        daemon.startAgain();
        assertEquals(
                List.of("mine"),
                daemon.docker("ps", "-a", "--format", "{{.Names}}").lines());
        Command.Result copied = daemon.docker("cp", "mine:/file", "-");
        assertTrue(copied.out().contains("kept"), copied.toString());
        daemon.docker("rm", "mine").ok();
    }

    /// What a crash amid the removal leaves on disk is put there while no daemon runs.
    @Test
    void aContainerWhoseRemovalWasCutOffIsDeadAndCanBeRemoved() throws Exception {
        String id =
                daemon.docker("create", "--name", "half", "-v", "/v", "busybox").ok();
        Path volume = Path.of(daemon.docker("inspect", "-f", "{{(index .Mounts 0).Source}}", "half")
                .ok());
        assertEquals(0, daemon.terminate());
        Path record = daemon.dataRoot().resolve("containers").resolve(id).resolve("config.v2.json");
        String whole = Files.readString(record);
        String cut = whole.replace("\"RemovalInProgress\":false", "\"RemovalInProgress\":true");
        assertNotEquals(whole, cut);
        Files.writeString(record, cut);
        daemon.startAgain();
        assertEquals(
                "dead",
                daemon.docker("inspect", "-f", "{{.State.Status}}", "half").ok());
        assertEquals(
                List.of("half"),
                daemon.docker("ps", "-a", "--filter", "status=dead", "--format", "{{.Names}}")
                        .lines());
        assertTrue(daemon.docker("start", "half").err().contains("marked for removal"));
        daemon.docker("rm", "-v", "half").ok();
        assertEquals(List.of(), daemon.docker("ps", "-aq").lines());
        assertFalse(Files.exists(volume));
    }

    @Test
    void infoTellsWhatRuntimesCanDo() {
        String shown = daemon.docker("info", "-f", "{{json .Runtimes}}").ok();
        assertTrue(shown.contains("org.opencontainers.runtime-spec.features"), shown);
        assertTrue(shown.contains("ociVersionMin"), shown);
    }

    @Test
    void linkedContainersStartInOrderAndTheLogTellsOfTheLoading() throws Exception {
        daemon.docker("run", "-d", "--name", "db", "--restart", "always", "busybox", "sleep", "600")
                .ok();
        daemon.docker("run", "-d", "--name", "app", "--restart", "always", "--link", "db", "busybox", "sleep", "600")
                .ok();
        daemon.docker("run", "-d", "--name", "web", "--restart", "always", "--link", "app", "busybox", "sleep", "600")
                .ok();
        daemon.terminate();
        daemon.startAgain();
        for (String name : List.of("db", "app", "web")) {
            Eventually.holds(
                    name + " runs",
                    () -> daemon.docker("inspect", "-f", "{{.State.Status}}", name)
                            .ok()
                            .equals("running"));
        }
        List<String> started = daemon.docker(
                        "events",
                        "--since",
                        "1h",
                        "--until",
                        Long.toString(Instant.now().getEpochSecond() + 1),
                        "--filter",
                        "event=start",
                        "--format",
                        "{{.Actor.Attributes.name}}")
                .lines();
        assertEquals(List.of("db", "app", "web"), started.subList(started.size() - 3, started.size()));
        String log = Files.readString(daemon.log()).toLowerCase(Locale.ROOT);
        assertTrue(log.indexOf("loading containers: start.") < log.indexOf("loading containers: done."), log);
    }
}
