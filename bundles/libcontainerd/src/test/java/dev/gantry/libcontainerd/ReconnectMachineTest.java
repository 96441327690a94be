package dev.gantry.libcontainerd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.runtime.RuntimeEvent.ProcessExited;
import dev.gantry.api.runtime.Stdio;
import dev.gantry.api.runtime.TaskStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("machine")
class ReconnectMachineTest {
    private PrivateContainerd box;

    @BeforeEach
    void startContainerd() {
        box = PrivateContainerd.start();
    }

    @AfterEach
    void stopContainerd() {
        box.close();
    }

    @Test
    void containersLiveThroughTheDeathOfContainerdAndTheirEndIsHeard() throws Exception {
        ContainerdRuntime runtime = new ContainerdRuntime(box.client());
        HeardEvents heard = new HeardEvents();
        runtime.subscribe(heard);
        heard.awaitConnections(1);
        int pid = runtime.create(box.task("lives", Stdio.NONE, "sleep", "1000")).pid();
        runtime.start("lives");
        runtime.create(box.task("ends", Stdio.NONE, "sleep", "1000"));
        runtime.start("ends");
        runtime.exec(box.exec("lives", "x", Stdio.NONE, "sleep", "1000"));
        int exec = runtime.state("lives", "x").orElseThrow().pid();
        int ending = runtime.state("ends", null).orElseThrow().pid();

        long before = box.pid();
        assertTrue(ProcessHandle.of(before).orElseThrow().destroyForcibly());
        assertTrue(ProcessHandle.of(ending).orElseThrow().destroyForcibly());
        assertTrue(ProcessHandle.of(exec).orElseThrow().destroyForcibly());

        heard.awaitConnections(2);
        assertNotEquals(before, box.pid());
        assertEquals(
                137,
                heard.await(ProcessExited.class, e -> e.id().equals("ends"))
                        .exit()
                        .exitCode());
        assertEquals(
                137,
                heard.await(ProcessExited.class, e -> "x".equals(e.execId()))
                        .exit()
                        .exitCode());
        assertEquals(
                TaskStatus.RUNNING, runtime.state("lives", null).orElseThrow().status());
        runtime.kill("lives", null, 9, true);
        assertEquals(
                pid,
                heard.await(ProcessExited.class, e -> e.id().equals("lives") && e.execId() == null)
                        .exit()
                        .pid());
    }

    @Test
    void theNextDaemonAdoptsContainerdAndHearsWhatEndedInBetween() throws Exception {
        ContainerdRuntime runtime = new ContainerdRuntime(box.client());
        runtime.create(box.task("old", Stdio.NONE, "sh", "-c", "sleep 1; exit 5"));
        runtime.start("old");
        long before = box.pid();

        box.replaceDaemon();

        assertEquals(before, box.pid());
        HeardEvents heard = new HeardEvents();
        new ContainerdRuntime(box.client()).subscribe(heard);
        heard.awaitConnections(1);
        assertEquals(
                5,
                heard.await(ProcessExited.class, e -> e.id().equals("old"))
                        .exit()
                        .exitCode());
    }

    @Test
    void aCallWaitsForContainerdToComeBack() throws Exception {
        assertTrue(ProcessHandle.of(box.pid()).orElseThrow().destroyForcibly());
        ContainerdVersion version = new ContainerdVersion(box.client());
        version.await(Duration.ofSeconds(20));
        assertEquals("1", version.containerd().version().substring(0, 1));
        assertTrue(version.snapshotters().contains("native"));
        assertTrue(version.isSupervised());
    }

    @Test
    void usesTheSystemsContainerdWhenItAnswers() throws Exception {
        Settings own = box.settings();
        Settings second = new Settings(
                null,
                own.ownAddress(),
                "other",
                box.directory.resolve("d2"),
                box.directory.resolve("r2"),
                Settings.Log.USUAL,
                false,
                "native");
        Containerd client = new Containerd(second, null);
        ContainerdVersion version = new ContainerdVersion(client);
        version.await(Duration.ofSeconds(20));
        assertEquals(own.ownAddress(), version.address());
        assertFalse(version.isSupervised());
        client.stop(true);
        assertTrue(ProcessHandle.of(box.pid()).orElseThrow().isAlive());
    }

    @Test
    void saysWhatToDoWhenTheNamedContainerdDoesNotAnswer() {
        Containerd client = new Containerd(
                Settings.of(Map.of(
                        "containerd", box.directory.resolve("nobody.sock").toString())),
                null);
        EngineException e = assertThrows(EngineException.class, () -> client.await(Duration.ofMillis(200)));
        assertEquals(ErrorKind.UNAVAILABLE, e.kind());
        assertTrue(e.getMessage().contains("nobody.sock"), e.getMessage());
        client.stop(true);
    }
}
