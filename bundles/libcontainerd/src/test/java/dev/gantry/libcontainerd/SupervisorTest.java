package dev.gantry.libcontainerd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With a shell script in containerd's place.
class SupervisorTest {
    @TempDir
    Path directory;

    private OwnProcess own;
    private Supervisor supervisor;

    @BeforeEach
    void makeStandIn() throws IOException {
        Path program = directory.resolve("containerd");
        Files.writeString(program, "#!/bin/sh\nexec tail -f \"$2\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Settings settings = new Settings(
                null,
                directory.resolve("no.sock"),
                "n",
                directory.resolve("data"),
                directory.resolve("run"),
                "info",
                "native");
        own = new OwnProcess(settings, program.toString());
        supervisor = new Supervisor(own, () -> true);
    }

    @AfterEach
    void end() {
        supervisor.close(true);
    }

    @Test
    void startsAgainWhatDied() throws Exception {
        supervisor.start();
        long first = pid();
        assertTrue(ProcessHandle.of(first).orElseThrow().destroyForcibly());
        for (int i = 0; i < 100 && pid() == first; i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertNotEquals(first, pid());
        assertTrue(ProcessHandle.of(pid()).orElseThrow().isAlive());
    }

    @Test
    void leavesItAliveForTheNextDaemonWhichAdoptsIt() throws Exception {
        supervisor.start();
        long first = pid();
        supervisor.close(false);
        supervisor = new Supervisor(own, () -> true);
        supervisor.start();
        assertEquals(first, pid());
        supervisor.close(true);
        assertFalse(ProcessHandle.of(first).map(ProcessHandle::isAlive).orElse(false));
        assertNull(own.adopt());
    }

    @Test
    void doesNotAdoptAStrangerThatHasGotThePid() throws Exception {
        Files.createDirectories(directory.resolve("run/containerd"));
        Files.writeString(
                directory.resolve("run/containerd/containerd.pid"),
                Long.toString(ProcessHandle.current().pid()));
        assertNull(own.adopt());
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readString(directory.resolve("run/containerd/containerd.pid"))
                .strip());
    }
}
