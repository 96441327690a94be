package dev.gantry.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.HostConfigBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    private final Capabilities all = Capabilities.ofMask(-1);

    private static HostConfig host(List<String> add, List<String> drop) {
        return HostConfigBuilder.builder().CapAdd(add).CapDrop(drop).build();
    }

    @Test
    void givesTheDefaultsWhenNothingIsSaid() {
        assertEquals(Capabilities.DEFAULT, all.of(HostConfigBuilder.builder().build()));
    }

    @Test
    void addsAndDropsByNameInAnyCase() {
        List<String> held = all.of(host(List.of("net_admin"), List.of("CAP_CHOWN", "kill")));
        assertTrue(held.contains("CAP_NET_ADMIN"));
        assertFalse(held.contains("CAP_CHOWN"));
        assertFalse(held.contains("CAP_KILL"));
    }

    @Test
    void dropsAllButWhatIsAdded() {
        assertEquals(List.of("CAP_CHOWN"), all.of(host(List.of("CHOWN"), List.of("ALL"))));
    }

    @Test
    void addsAllThatTheDaemonHas() {
        Capabilities few = Capabilities.ofMask(0b11);
        assertEquals(List.of("CAP_CHOWN", "CAP_DAC_OVERRIDE"), few.of(host(List.of("ALL"), List.of())));
    }

    @Test
    void refusesWhatIsUnknownOrNotTheDaemonsToGive() {
        assertThrows(EngineException.class, () -> all.normalized(List.of("FOO")));
        assertThrows(EngineException.class, () -> Capabilities.ofMask(1).normalized(List.of("KILL")));
    }
}
