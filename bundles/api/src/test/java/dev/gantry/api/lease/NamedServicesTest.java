package dev.gantry.api.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Set;
import org.junit.jupiter.api.Test;

class NamedServicesTest {
    private final NamedServices<String> drivers = new NamedServices<>("log driver");

    @Test
    void aNameNeverSeenHasNoSlot() {
        assertNull(drivers.slot("journald"));
    }

    @Test
    void aNameStaysKnownAfterItsProviderLeft() {
        drivers.bind("local", "one");
        drivers.unbind("local", "one");
        assertNotNull(drivers.slot("local"));
        assertFalse(drivers.slot("local").isPresent());
        assertEquals(Set.of(), drivers.present());
    }

    @Test
    void aLeaverDoesNotTakeItsSuccessorAlong() {
        drivers.bind("local", "old");
        drivers.bind("local", "new");
        drivers.unbind("local", "old");
        assertEquals("new", drivers.slot("local").call(s -> s));
    }
}
