package dev.gantry.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.DeviceRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
        return new DeviceRequests(List.of(programs));
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
    void givesNvidiaDevicesThroughTheVendorsHook() throws IOException {
        DeviceRequests nvidia = with("nvidia-container-runtime-hook");
        DeviceRequests.Grant granted = nvidia.of(List.of(wish("", 2, List.of(), List.of("gpu", "compute", "utility"))));
        assertEquals(
                List.of("NVIDIA_VISIBLE_DEVICES=0,1", "NVIDIA_DRIVER_CAPABILITIES=compute,utility"),
                granted.environment());
        assertEquals(
                programs.resolve("nvidia-container-runtime-hook").toString(),
                granted.hooks().getFirst().get("path"));
    }

    @Test
    void countsAllNoneAndNamedDevices() throws IOException {
        DeviceRequests amd = with("amd-container-runtime");
        for (String[] expected : new String[][] {{"-1", "all"}, {"0", "void"}, {"1", "0"}}) {
            DeviceRequests.Grant granted =
                    amd.of(List.of(wish("amd", Integer.parseInt(expected[0]), List.of(), List.of("gpu"))));
            assertEquals(List.of("AMD_VISIBLE_DEVICES=" + expected[1]), granted.environment());
            assertTrue(granted.hooks().isEmpty());
        }
        assertEquals(
                List.of("AMD_VISIBLE_DEVICES=a,b"),
                amd.of(List.of(wish("", 0, List.of("a", "b"), List.of("gpu")))).environment());
        assertThrows(EngineException.class, () -> amd.of(List.of(wish("", 1, List.of("a"), List.of("gpu")))));
    }
}
