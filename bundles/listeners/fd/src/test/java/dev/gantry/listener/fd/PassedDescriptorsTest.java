package dev.gantry.listener.fd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassedDescriptorsTest {
    private static PassedDescriptors passed(String count, String names) {
        return PassedDescriptors.of(Map.of("LISTEN_PID", "42", "LISTEN_FDS", count, "LISTEN_FDNAMES", names), 42);
    }

    private static String refusal(String spec) {
        return assertThrows(EngineException.class, () -> passed("3", "").wanted(spec))
                .getMessage();
    }

    @Test
    void takesAllOrOne() {
        PassedDescriptors three = passed("3", "");
        assertEquals(List.of(3, 4, 5), three.wanted(""));
        assertEquals(List.of(3, 4, 5), three.wanted("*"));
        assertEquals(List.of(4), three.wanted("4"));
    }

    @Test
    void takesThoseOfAName() {
        PassedDescriptors three = passed("3", "gantry.socket:extra:gantry.socket");
        assertEquals(List.of(3, 5), three.wanted("gantry.socket"));
        assertEquals(List.of(4), three.wanted("extra"));
        assertEquals(List.of(4), three.wanted("4"));
    }

    @Test
    void aNumberThatIsTooLarge() {
        assertEquals("too few socket activated files passed in by systemd: 3, from 3 on", refusal("6"));
    }

    @Test
    void aNumberBelowThree() {
        assertEquals("systemd passes file descriptors from 3 on, there is none of number 2", refusal("2"));
    }

    @Test
    void neitherNumberNorName() {
        assertEquals(
                "failed to parse systemd fd address: should be a number, or the name of a socket unit's descriptor: x",
                refusal("x"));
    }

    @Test
    void whatIsNoCountIsNone() {
        assertEquals(List.of(), passed("many", "").all());
        assertEquals(List.of(), passed("-1", "").all());
    }

    @Test
    void ignoresWhatWasPassedToAnotherProcess() {
        PassedDescriptors none = PassedDescriptors.of(Map.of("LISTEN_PID", "41", "LISTEN_FDS", "3"), 42);
        EngineException refused = assertThrows(EngineException.class, () -> none.wanted(""));
        assertEquals(
                "no sockets found via socket activation: make sure the service was started by systemd",
                refused.getMessage());
    }

    @Test
    void tellsUnixSocketsByTheKernelsTable(@TempDir Path dir) throws IOException {
        Files.createSymbolicLink(dir.resolve("3"), Path.of("socket:[111]"));
        Files.createSymbolicLink(dir.resolve("4"), Path.of("socket:[222]"));
        Files.createSymbolicLink(dir.resolve("5"), Path.of("/dev/null"));
        Path table = Files.writeString(
                dir.resolve("unix"),
                "Num       RefCount Protocol Flags    Type St Inode Path\n"
                        + "0000000000000000: 00000002 00000000 00010000 0001 01 111 /run/docker.sock\n");
        UnixSocketTable unix = new UnixSocketTable(dir, table);
        assertEquals("/run/docker.sock", unix.path(3));
        assertNull(unix.path(4));
        assertNull(unix.path(5));
    }
}
