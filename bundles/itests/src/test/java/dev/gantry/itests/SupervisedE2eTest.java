package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A daemon that runs its own containerd.
@Tag("machine")
class SupervisedE2eTest {
    private TestDaemon daemon;

    @BeforeEach
    void start() throws Exception {
        assumeFalse(Files.exists(Path.of("/run/containerd/containerd.sock")), "a system containerd runs");
        daemon = TestDaemon.startSupervising();
        TestImages.importBusybox(daemon);
    }

    @AfterEach
    void stop() throws Exception {
        if (daemon != null) {
            daemon.close();
        }
    }

    private String pid(String name) {
        return daemon.docker("inspect", "-f", "{{.State.Pid}} {{.State.Running}}", name)
                .ok();
    }

    /// The process that the pid file names; none while a dead one is being replaced.
    private Optional<ProcessHandle> supervised() {
        Path file = daemon.execRoot().resolve("containerd/containerd.pid");
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(file).strip()));
        } catch (java.io.IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Test
    void runsContainers() {
        assertEquals("hi", daemon.docker("run", "--rm", "busybox", "echo", "hi").ok());
    }

    @Test
    void containersOutliveACrashOfTheDaemon() throws Exception {
        daemon.docker("run", "-d", "--name", "c1", "busybox", "sleep", "100").ok();
        String before = pid("c1");
        daemon.crash();
        daemon.startAgain();
        assertEquals(before, pid("c1"));
        assertEquals("hi", daemon.docker("exec", "c1", "echo", "hi").ok());
    }

    @Test
    void aKilledContainerdIsStartedAgain() {
        daemon.docker("run", "-d", "--name", "c1", "busybox", "sleep", "100").ok();
        String before = pid("c1");
        ProcessHandle old = supervised().orElseThrow();
        old.destroyForcibly();
        Eventually.holds(
                "another containerd runs",
                () -> supervised()
                        .filter(now -> now.pid() != old.pid() && now.isAlive())
                        .isPresent());
        assertEquals("hi", daemon.docker("run", "--rm", "busybox", "echo", "hi").ok());
        assertEquals(before, pid("c1"));
    }

    @Test
    void aGracefulStopEndsContainerdToo() throws Exception {
        ProcessHandle containerd = supervised().orElseThrow();
        assertTrue(containerd.isAlive());
        assertEquals(0, daemon.terminate());
        Eventually.holds("containerd has ended", () -> !containerd.isAlive());
    }
}
