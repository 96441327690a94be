package dev.gantry.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.linux.Errno;
import dev.gantry.api.linux.ErrnoException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
    private final SystemCalls kernel = new SystemCalls();
    private final KernelDescriptors descriptors = new KernelDescriptors(kernel);
    private final KernelFileNodes nodes = new KernelFileNodes(kernel);
    private final DiskAtomicFiles atomic = new DiskAtomicFiles();

    @TempDir
    Path directory;

    @Test
    void replacesAFileWholeAndLeavesNothingBeside() throws Exception {
        Path file = directory.resolve("state.json");
        atomic.write(file, "one".getBytes(UTF_8), 0600);
        atomic.write(file, "two".getBytes(UTF_8), 0644);
        assertEquals("two", Files.readString(file));
        assertEquals(0644, nodes.status(file).permissions());
        try (var files = Files.list(directory)) {
            assertEquals(List.of(file), files.toList());
        }
        atomic.delete(file);
        atomic.delete(file);
        assertTrue(Files.notExists(file));
    }

    @Test
    void makesDirectoriesWithTheirExactMode() throws Exception {
        Path deep = directory.resolve("a/b");
        atomic.directories(deep, 0711);
        assertEquals(0711, nodes.status(deep).permissions());
        assertEquals(0711, nodes.status(deep.getParent()).permissions());
    }

    @Test
    void aPathInARootCannotLeaveIt() throws Exception {
        Files.createDirectories(directory.resolve("etc"));
        Files.writeString(directory.resolve("etc/passwd"), "mine");
        Files.createSymbolicLink(directory.resolve("escape"), Path.of("/etc/passwd"));
        int fd = descriptors.openInRoot(directory, "../../../escape", 0);
        assertEquals("mine", Files.readString(descriptors.pathOf(fd)));
        descriptors.close(fd);
        ErrnoException missing =
                assertThrows(ErrnoException.class, () -> descriptors.openInRoot(directory, "/etc/shadow", 0));
        assertTrue(missing.is(Errno.ENOENT));
        assertEquals("open /etc/shadow: no such file or directory", missing.getMessage());
    }

    @Test
    void keepsTimesOwnersAndAttributes() throws Exception {
        Path file = Files.createFile(directory.resolve("f"));
        nodes.setTimes(file, 1_500_000_000L, -1L);
        assertEquals(1_500_000_000L, nodes.status(file).accessNanos());
        assertEquals(-1L, nodes.status(file).modifiedNanos());
        nodes.setMode(file, 04755);
        assertEquals(04755, nodes.status(file).permissions());
        nodes.setAttribute(file, "user.note", new byte[] {1, 2});
        assertArrayEquals(new byte[] {1, 2}, nodes.attributes(file).get("user.note"));
        assertTrue(nodes.fileSystem(file).totalBytes() > 0);
    }
}
