package dev.gantry.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.linux.FileStatus;
import dev.gantry.spec.cdi.DeviceNode;
import java.lang.reflect.Proxy;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {
    private static final Map<String, Object> USER = Map.of("uid", 1000, "gid", 7);

    /// A machine whose `/dev/null` is its only device, and `/dev/file` no device.
    private static final FileNodes FILES = (FileNodes) Proxy.newProxyInstance(
            FileNodes.class.getClassLoader(), new Class<?>[] {FileNodes.class}, (_, _, arguments) -> {
                int mode = switch (arguments[0].toString()) {
                    case "/dev/null" -> 0020666;
                    case "/dev/file" -> 0100644;
                    default -> throw new NoSuchFileException(arguments[0].toString());
                };
                return new FileStatus(0, 0, mode, 1, 0, 0, 1, 3, 0, 0, 0, 0, 0);
            });

    private static Devices.Access brought(DeviceNode node) {
        Devices.Access access = new Devices.Access(new ArrayList<>(), new ArrayList<>());
        access.nodes().add(Map.of("path", "/dev/a", "type", "b"));
        new Devices(FILES).bring(node, USER, access);
        return access;
    }

    private static DeviceNode node(String host, String type, long major) {
        return new DeviceNode("/dev/a", host, type, major, 9, null, "rw", null, 0L);
    }

    @Test
    void whatADescriptionLacksIsAsOnTheHost() {
        Devices.Access access = brought(node("/dev/null", "", 0));
        assertEquals(
                List.of(Map.of("path", "/dev/a", "type", "c", "major", 1L, "minor", 3L, "uid", 1000, "gid", 0L)),
                access.nodes());
        assertEquals(
                List.of(Map.of("allow", true, "type", "c", "major", 1L, "minor", 3L, "access", "rw")), access.rules());
    }

    @Test
    void aCompleteDescriptionAsksNotTheHost() {
        Devices.Access access = brought(node("/dev/none", "b", 8));
        assertEquals(8L, access.nodes().getFirst().get("major"));
        assertEquals(9L, access.rules().getFirst().get("minor"));
        assertEquals(List.of(), brought(node("/dev/none", "p", 0)).rules());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/dev/none | | failed to stat CDI host device \"/dev/none\": no such file or directory",
                "/dev/file | | failed to stat CDI host device \"/dev/file\": not a device node",
                "/dev/null | b | CDI device (\"/dev/a\", \"/dev/null\"), host type mismatch (b, c)",
            })
    void aDeviceThatTheHostDoesNotHaveIsTold(String host, String type, String words) {
        EngineException refused =
                assertThrows(EngineException.class, () -> brought(node(host, type == null ? "" : type, 0)));
        assertEquals("CDI device injection failed: failed to inject devices: " + words, refused.getMessage());
    }

    @Test
    void readsARuleForTheDeviceControlGroup() {
        assertEquals(Map.of("allow", true, "type", "c", "major", 42L, "access", "rwm"), Devices.parsed("c 42:* rwm"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "c", "x 1:2 r", "c 1 r", "c 1:2 q", "c 1:2 rwmr", "c -1:2 r", "c 99999999999999999999:1 r"})
    void refusesWhatIsNoRule(String line) {
        EngineException refused = assertThrows(EngineException.class, () -> Devices.parsed(line));
        assertEquals("invalid device cgroup rule format: '" + line + "'", refused.getMessage());
    }
}
