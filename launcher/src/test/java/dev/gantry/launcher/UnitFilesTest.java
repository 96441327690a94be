package dev.gantry.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The systemd units of the distribution.
class UnitFilesTest {
    private static final Path UNITS = Path.of("src/dist/systemd");
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    @TempDir
    Path directory;

    @Test
    void theServiceNotifiesReloadsAndIsWatched() throws IOException {
        List<String> lines = Files.readAllLines(UNITS.resolve("gantry.service"));
        assertTrue(lines.containsAll(List.of(
                "Type=notify",
                "ExecStart=/opt/gantry/bin/gantryd -H fd://",
                "ExecReload=/bin/kill -s HUP $MAINPID",
                "WatchdogSec=60",
                "KillMode=process",
                "Delegate=yes",
                "OOMScoreAdjust=-500",
                "Requires=gantry.socket")));
    }

    @Test
    void theSocketIsForRootAndTheGroupDocker() throws IOException {
        List<String> lines = Files.readAllLines(UNITS.resolve("gantry.socket"));
        assertTrue(lines.containsAll(
                List.of("ListenStream=/run/docker.sock", "SocketMode=0660", "SocketUser=root", "SocketGroup=docker")));
    }

    @Test
    void systemdUnderstandsBoth() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(ANALYZE));
        // The program is not there on the machine of a test.
        String service =
                Files.readString(UNITS.resolve("gantry.service")).replace("/opt/gantry/bin/gantryd", "/bin/true");
        Path copy = Files.writeString(directory.resolve("gantry.service"), service);
        Path socket = Files.copy(UNITS.resolve("gantry.socket"), directory.resolve("gantry.socket"));
        Process verify = new ProcessBuilder(
                        ANALYZE.toString(), "--man=no", "verify", copy.toString(), socket.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, verify.waitFor(), said);
        // Other units of the machine may be at odds with it; ours may not.
        assertEquals(
                List.of(), said.lines().filter(line -> line.contains("gantry")).toList());
    }
}
