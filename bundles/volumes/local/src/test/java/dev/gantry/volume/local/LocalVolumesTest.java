package dev.gantry.volume.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.volume.DriverVolume;
import dev.gantry.json.JacksonCodec;
import dev.gantry.linux.DiskAtomicFiles;
import dev.gantry.linux.KernelFileNodes;
import dev.gantry.linux.KernelMounts;
import dev.gantry.linux.SystemCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalVolumesTest {
    private final SystemCalls kernel = new SystemCalls();
    private LocalVolumes volumes;

    @TempDir
    Path root;

    @BeforeEach
    void begin() {
        volumes = new LocalVolumes(
                root, new DiskAtomicFiles(), new KernelFileNodes(kernel), new KernelMounts(kernel), new JacksonCodec());
    }

    @Test
    void aVolumeIsADirectoryUnderItsName() throws IOException {
        DriverVolume made = volumes.create("data", Map.of());
        Path data = root.resolve("data/_data");
        assertEquals(data.toString(), made.mountpoint());
        assertEquals(
                "rwxr-xr-x",
                java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(data)));
        assertEquals(
                "rwx-----x",
                java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(root.resolve("data"))));
        assertEquals(made, volumes.create("data", Map.of()));
        assertEquals(made, volumes.list().getFirst());
        Files.createDirectories(data.resolve("a/b"));
        Files.createSymbolicLink(data.resolve("link"), root);
        volumes.remove("data");
        assertFalse(Files.exists(root.resolve("data")));
        assertTrue(Files.exists(root));
        assertNull(volumes.find("data"));
        volumes.remove("data");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a     | volume name is too short, names should be at least two alphanumeric characters",
                "../up | \"../up\" includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a host directory, use absolute path",
            })
    void refusesNames(String name, String message) {
        EngineException e = assertThrows(EngineException.class, () -> volumes.create(name, Map.of()));
        assertEquals(message, e.getMessage());
        assertEquals(ErrorKind.INVALID_PARAMETER, e.kind());
    }

    @Test
    void refusesOptionsThatMakeNoSense() {
        assertEquals("invalid option: \"x\"", refused(Map.of("x", "y")));
        assertEquals("missing required option: \"type\"", refused(Map.of("device", "/dev/sda")));
        assertEquals("missing required option: \"device\"", refused(Map.of("o", "ro", "type", "tmpfs")));
        assertEquals("quota size requested but no quota support", refused(Map.of("size", "1m")));
    }

    private String refused(Map<String, String> options) {
        return assertThrows(EngineException.class, () -> volumes.create("data", options))
                .getMessage();
    }

    @Test
    void otherOptionsForAnExistingVolumeAreAConflict() {
        volumes.create("data", Map.of("type", "tmpfs", "device", "tmpfs"));
        assertEquals(
                Map.of("type", "tmpfs", "device", "tmpfs"), volumes.find("data").options());
        EngineException e = assertThrows(
                EngineException.class,
                () -> volumes.create("data", Map.of("type", "tmpfs", "device", "tmpfs", "o", "ro")));
        assertEquals(ErrorKind.CONFLICT, e.kind());
    }

    @Test
    @Tag("machine")
    void mountsWhatItsOptionsSay() throws IOException {
        volumes.create("small", Map.of("type", "tmpfs", "device", "tmpfs", "o", "size=1m,mode=700"));
        Path data = volumes.mount("small");
        assertEquals(data, volumes.mount("small"));
        assertEquals(1 << 20, Files.getFileStore(data).getTotalSpace());
        volumes.unmount("small");
        assertFalse(new KernelMounts(kernel)
                .list().stream().anyMatch(m -> m.target().equals(data)));
        volumes.mount("small");
        volumes.remove("small");
        assertFalse(Files.exists(root.resolve("small")));
    }

    @Test
    @Tag("machine")
    void tellsWhatCouldNotBeMounted() {
        volumes.create("bad", Map.of("type", "none", "device", "/does/not/exist", "o", "bind"));
        EngineException e = assertThrows(EngineException.class, () -> volumes.mount("bad"));
        assertEquals(
                "error while mounting volume '" + root
                        + "/bad/_data': failed to mount local volume: mount /does/not/exist:" + root
                        + "/bad/_data, flags: 0x1000: no such file or directory",
                e.getMessage());
        volumes.create("odd", Map.of("type", "tmpfs", "device", "tmpfs", "o", "ro,size=x"));
        String message =
                assertThrows(EngineException.class, () -> volumes.mount("odd")).getMessage();
        assertTrue(message.endsWith("/odd/_data, flags: 0x1, data: size=x: invalid argument"), message);
    }
}
