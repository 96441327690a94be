package dev.gantry.volume.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.linux.FileNodes;
import dev.gantry.linux.KernelDescriptors;
import dev.gantry.linux.KernelFileNodes;
import dev.gantry.linux.SystemCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("machine")
class TreeCopyTest {
    private final FileNodes files = new KernelFileNodes(new SystemCalls());
    private final KernelDescriptors descriptors = new KernelDescriptors(new SystemCalls());

    @TempDir
    Path directory;

    @Test
    void takesOwnersModesTimesAndLinksAlong() throws IOException {
        Path source = Files.createDirectories(directory.resolve("s/deep")).getParent();
        Path target = Files.createDirectory(directory.resolve("t"));
        Files.writeString(source.resolve("deep/f"), "text");
        Files.createLink(source.resolve("hard"), source.resolve("deep/f"));
        Files.createSymbolicLink(source.resolve("soft"), Path.of("/etc/passwd"));
        files.makeFifo(source.resolve("fifo"), 0604);
        files.setOwner(source.resolve("deep/f"), 12, 34);
        files.setMode(source.resolve("deep/f"), 04751);
        files.setTimes(source.resolve("deep/f"), 1_000_000_001L, 2_000_000_002L);
        files.setMode(source, 01777);
        new TreeCopy(files, descriptors).intoEmpty(source, target);
        var copied = files.status(target.resolve("deep/f"));
        assertEquals(12, copied.uid());
        assertEquals(34, copied.gid());
        assertEquals(04751, copied.permissions());
        assertEquals(2_000_000_002L, copied.modifiedNanos());
        assertEquals(2, copied.links());
        assertEquals(Path.of("/etc/passwd"), Files.readSymbolicLink(target.resolve("soft")));
        assertEquals(0010000, files.status(target.resolve("fifo")).type());
        assertEquals(01777, files.status(target).permissions());
    }

    @Test
    void leavesAVolumeAloneThatHoldsSomething() throws IOException {
        Path source = Files.createDirectory(directory.resolve("s"));
        Path target = Files.createDirectory(directory.resolve("t"));
        Files.writeString(source.resolve("a"), "a");
        Files.writeString(target.resolve("b"), "b");
        new TreeCopy(files, descriptors).intoEmpty(source, target);
        new TreeCopy(files, descriptors).intoEmpty(directory.resolve("missing"), target);
        assertFalse(Files.exists(target.resolve("a")));
        assertTrue(Files.exists(target.resolve("b")));
    }

    /// A volume that others change while it is filled: as soon as a directory is made, a link to elsewhere stands in its place.
    @Test
    void followsNoLinkThatAppearsInTheTarget() throws IOException {
        Path source = Files.createDirectories(directory.resolve("s/deep")).getParent();
        Path target = Files.createDirectory(directory.resolve("t"));
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.writeString(source.resolve("deep/f"), "text");
        FileNodes hostile = new HostileFileNodes(files, path -> {
            if (path.endsWith("deep/f")) {
                Files.delete(target.resolve("deep"));
                Files.createSymbolicLink(target.resolve("deep"), elsewhere);
            }
        });
        assertThrows(IOException.class, () -> new TreeCopy(hostile, descriptors).intoEmpty(source, target));
        try (var entries = Files.list(elsewhere)) {
            assertEquals(0, entries.count());
        }
    }
}
