package dev.gantry.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.FileNodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
    @TempDir
    Path directory;

    private final FileNodes nodes = new FakeFiles(new ArrayList<>()).nodes();

    @Test
    void replacesAStaleOneAndItsOwn() throws IOException {
        Path file = directory.resolve("deep/x.pid");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "999999999\n");
        PidFile.write(file, nodes);
        assertEquals(ProcessHandle.current().pid(), PidFile.read(file));
        PidFile.write(file, nodes);
    }

    @Test
    void refusesALiveOne() throws IOException {
        Path file = directory.resolve("x.pid");
        Files.writeString(file, "1");
        EngineException e = assertThrows(EngineException.class, () -> PidFile.write(file, nodes));
        assertEquals(
                "failed to start daemon, ensure docker is not running or delete " + file
                        + ": process with PID 1 is still running",
                e.getMessage());
    }

    @Test
    void garbageIsNoProcess() throws IOException {
        Path file = Files.writeString(directory.resolve("x.pid"), "what");
        PidFile.write(file, nodes);
        assertEquals(ProcessHandle.current().pid(), PidFile.read(file));
    }

    @Test
    void itsDirectoryIsMadeForAllToRead() throws IOException {
        Path file = directory.resolve("run/deep/x.pid");
        PidFile.write(file, nodes);
        assertEquals(
                "rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("run"))));
    }
}
