package dev.gantry.api.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class InsecureRegistryTest {
    private static String refusal(String written) {
        return assertThrows(IllegalArgumentException.class, () -> InsecureRegistry.parse(written), written)
                .getMessage();
    }

    @Test
    void takesWhatCanBeAHost() {
        for (String entry : List.of("reg", "reg.example:5000", "[::1]:5000", "::1", "1.2.3.4:5")) {
            assertEquals(new InsecureRegistry(entry, ""), InsecureRegistry.parse(entry));
        }
    }

    @Test
    void showsNetworksWithoutTheBitsThatDoNotCount() {
        assertEquals("10.0.0.0/8", InsecureRegistry.parse("10.1.2.3/8").entry());
        assertEquals("fd00::/8", InsecureRegistry.parse("fd12::1/8").entry());
    }

    @Test
    void dropsTheSchemeAndTellsIt() {
        assertEquals(new InsecureRegistry("reg:5000", "http://"), InsecureRegistry.parse("HTTP://reg:5000"));
        assertEquals("insecure registry ftp://x should not contain '://'", refusal("ftp://x"));
    }

    @Test
    void refusesTheOthersInDockersWords() {
        assertEquals("invalid index name (-x). Cannot begin or end with a hyphen", refusal("-x"));
        assertEquals("insecure registry a_b is not valid: invalid host \"a_b\"", refusal("a_b"));
        assertEquals("insecure registry x:70000 is not valid: invalid port \"70000\"", refusal("x:70000"));
        assertEquals("insecure registry [::1]:70000 is not valid: invalid port \"70000\"", refusal("[::1]:70000"));
        assertEquals(
                "insecure registry 10.0.0.0/99 is not valid: invalid host \"10.0.0.0/99\"", refusal("10.0.0.0/99"));
    }

    /// They look like addresses of version 6, which have no port.
    @Test
    void refusesWrongPortsOfAddressesAndOfNamesInHexadecimalDigits() {
        assertEquals(
                "insecure registry 10.0.0.1:99999 is not valid: invalid port \"99999\"", refusal("10.0.0.1:99999"));
        assertEquals("insecure registry cafe:99999 is not valid: invalid port \"99999\"", refusal("cafe:99999"));
        assertEquals("insecure registry a:b:c is not valid: invalid host \"a:b\"", refusal("a:b:c"));
    }
}
