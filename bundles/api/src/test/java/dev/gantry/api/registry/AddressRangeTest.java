package dev.gantry.api.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class AddressRangeTest {
    @Test
    void knowsAddresses() {
        for (String address : List.of("1.2.3.4", "255.255.255.255", "::1", "[::1]", "fd00::ffff:1.2.3.4")) {
            assertTrue(AddressRange.isLiteral(address), address);
        }
    }

    /// Each of these would be looked up as a name.
    @Test
    void takesNothingForAnAddressThatIsNearlyOne() {
        for (String name : List.of(
                "300.1.2.3", "1.2.3", "1", "", "cafe", "cafe:1", "1.2.3.4:5", "1::2::3", "[1.2.3.4", "::1]", "[]")) {
            assertFalse(AddressRange.isLiteral(name), name);
            assertFalse(AddressRange.isRange(name + "/8"), name);
            assertFalse(AddressRange.contains("0.0.0.0/0", name), name);
        }
        assertThrows(IllegalArgumentException.class, () -> AddressRange.parse("300.1.2.3/8"));
    }

    @Test
    void holdsTheAddressesOfItsFamilyThatBeginAlike() {
        assertTrue(AddressRange.contains("10.0.0.0/8", "10.255.0.1"));
        assertFalse(AddressRange.contains("10.0.0.0/8", "11.0.0.1"));
        assertTrue(AddressRange.contains("fd00::/8", "[fd12::1]"));
        assertFalse(AddressRange.contains("::/0", "10.0.0.1"));
        assertFalse(AddressRange.isRange("10.0.0.0/33"));
        assertEquals("10.32.0.0/11", AddressRange.parse("10.63.1.1/11").shown());
    }
}
