package dev.gantry.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.DeviceRequest;
import dev.gantry.json.JacksonCodec;
import dev.gantry.spec.cdi.CdiDevices;
import dev.gantry.spec.cdi.Edits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceRequestsTest {
    @TempDir
    Path programs;

    private DeviceRequests with(String... names) throws IOException {
        for (String name : names) {
            Files.createFile(
                    programs.resolve(name),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        return new DeviceRequests(List.of(programs), new CdiDevices(List.of(), new JacksonCodec()));
    }

    private static DeviceRequest wish(String driver, int count, List<String> ids, List<String> capabilities) {
        return new DeviceRequest(driver, count, ids, List.of(capabilities), null);
    }

    @Test
    void refusesWhatNothingHereServes() throws IOException {
        DeviceRequests none = with();
        EngineException refused = assertThrows(
                EngineException.class, () -> none.of(List.of(wish("", -1, List.of(), List.of("gpu", "utility")))));
        assertEquals("could not select device driver \"\" with capabilities: [[gpu utility]]", refused.getMessage());
        assertThrows(EngineException.class, () -> none.of(List.of(wish("cdi", 0, List.of("v/c=d"), List.of()))));
    }

    @Test
    void devicesThatVendorsDescribeHaveNeitherCountNorOptions() throws IOException {
        Files.writeString(programs.resolve("v.json"), """
                {"cdiVersion": "0.6.0", "kind": "v/c", "devices": [{"name": "d", "containerEdits": {"env": ["A=1"]}}]}
                """);
        DeviceRequests requests = new DeviceRequests(List.of(), new CdiDevices(List.of(programs), new JacksonCodec()));
        assertEquals(
                List.of("A=1"),
                requests.of(List.of(wish("cdi", 0, List.of("v/c=d"), List.of())))
                        .environment());
        assertEquals(
                "unexpected count in CDI device request",
                assertThrows(
                                EngineException.class,
                                () -> requests.of(List.of(wish("cdi", 1, List.of("v/c=d"), List.of()))))
                        .getMessage());
        DeviceRequest options = new DeviceRequest("cdi", 0, List.of("v/c=d"), null, Map.of("a", "b"));
        assertEquals(
                "unexpected options in CDI device request",
                assertThrows(EngineException.class, () -> requests.of(List.of(options)))
                        .getMessage());
    }

    @Test
    void givesNvidiaDevicesThroughTheVendorsHook() throws IOException {
        DeviceRequests nvidia = with("nvidia-container-runtime-hook");
        Edits granted = nvidia.of(List.of(wish("", 2, List.of(), List.of("gpu", "compute", "utility"))));
        assertEquals(
                List.of("NVIDIA_VISIBLE_DEVICES=0,1", "NVIDIA_DRIVER_CAPABILITIES=compute,utility"),
                granted.environment());
        assertEquals(
                programs.resolve("nvidia-container-runtime-hook").toString(),
                granted.hooks().getFirst().entry().get("path"));
    }

    @Test
    void countsAllNoneAndNamedDevices() throws IOException {
        DeviceRequests amd = with("amd-container-runtime");
        for (String[] expected : new String[][] {{"-1", "all"}, {"0", "void"}, {"1", "0"}}) {
            Edits granted = amd.of(List.of(wish("amd", Integer.parseInt(expected[0]), List.of(), List.of("gpu"))));
            assertEquals(List.of("AMD_VISIBLE_DEVICES=" + expected[1]), granted.environment());
            assertTrue(granted.hooks().isEmpty());
        }
        assertEquals(
                List.of("AMD_VISIBLE_DEVICES=a,b"),
                amd.of(List.of(wish("", 0, List.of("a", "b"), List.of("gpu")))).environment());
        assertThrows(EngineException.class, () -> amd.of(List.of(wish("", 1, List.of("a"), List.of("gpu")))));
    }
}
