package dev.gantry.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {
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
