package dev.gantry.libcontainerd;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrayShimsTest {
    private static final String SHIM = "/usr/bin/containerd-shim-runc-v2";

    @TempDir
    Path directory;

    @Test
    void knowsAShimByItsNamespaceItsContainerAndItsContainerd() {
        List<String> command = List.of(SHIM, "-namespace", "moby", "-id", "abc", "-address", "/run/c.sock");
        assertTrue(StrayShims.isShimOf(command, "moby", "abc", "/run/c.sock"));
        assertFalse(StrayShims.isShimOf(command, "moby", "ab", "/run/c.sock"));
        assertFalse(StrayShims.isShimOf(command, "k8s.io", "abc", "/run/c.sock"));
        assertFalse(StrayShims.isShimOf(command, "moby", "abc", "/run/other.sock"));
        assertFalse(StrayShims.isShimOf(List.of("sh", "-namespace", "moby"), "moby", "abc", "/run/c.sock"));
        assertFalse(StrayShims.isShimOf(List.of(), "moby", "abc", "/run/c.sock"));
    }

    @Test
    void killsThatOneAlone() throws Exception {
        Path program = directory.resolve("containerd-shim-test");
        Files.createSymbolicLink(program, Path.of("/bin/sh"));
        Process stray = stray(program, "lost");
        Process other = stray(program, "kept");
        try {
            StrayShims.end("test", "lost", directory);
            assertTrue(stray.waitFor(10, TimeUnit.SECONDS));
            assertTrue(other.isAlive());
        } finally {
            stray.destroyForcibly();
            other.destroyForcibly();
        }
    }

    /// A shell that reads its script from its input does not mind the arguments.
    private Process stray(Path program, String id) throws Exception {
        assertTrue(PosixFilePermissions.toString(Files.getPosixFilePermissions(program))
                .startsWith("rwx"));
        return new ProcessBuilder(
                        program.toString(), "-s", "-namespace", "test", "-id", id, "-address", directory.toString())
                .start();
    }
}
