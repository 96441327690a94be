package dev.gantry.daemon;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.config.DaemonConfig;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StageTest {
    @Test
    void aNamedBridgeMustBeThere() {
        for (String fine : new String[] {"", "none", "lo"}) {
            assertDoesNotThrow(() -> Stage.requireBridge(new DaemonConfig(Map.of("bridge", fine))));
        }
        DaemonConfig config = new DaemonConfig(Map.of("bridge", "nosuchbridge0"));
        assertEquals(
                "Error initializing network controller: error creating default \"bridge\" network: bridge device with non"
                        + " default name nosuchbridge0 must be created manually",
                assertThrows(IOException.class, () -> Stage.requireBridge(config))
                        .getMessage());
    }
}
