package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.config.DaemonConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RegistryChecksTest {
    private static void check(String key, String value) {
        Map<String, Object> values =
                new TreeMap<>(Map.of("insecure-registries", List.of(), "registry-mirrors", List.of()));
        values.put(key, List.of(value));
        RegistryChecks.check(new DaemonConfig(values));
    }

    private static String refusal(String key, String value) {
        return assertThrows(IllegalArgumentException.class, () -> check(key, value), value)
                .getMessage();
    }

    @Test
    void takesWhatCanBeAHostOrANetwork() {
        for (String entry : List.of(
                "reg",
                "reg.example:5000",
                "http://reg.example",
                "10.0.0.0/8",
                "fd00::/8",
                "[::1]:5000",
                "::1",
                "1.2.3.4:5")) {
            assertDoesNotThrow(() -> check("insecure-registries", entry), entry);
        }
        assertDoesNotThrow(() -> check("registry-mirrors", "https://m.example:5000/path"));
    }

    @Test
    void refusesOtherRegistriesInDockersWords() {
        String key = "insecure-registries";
        assertEquals("insecure registry ftp://x should not contain '://'", refusal(key, "ftp://x"));
        assertEquals("invalid index name (-x). Cannot begin or end with a hyphen", refusal(key, "-x"));
        assertEquals("insecure registry a_b is not valid: invalid host \"a_b\"", refusal(key, "a_b"));
        assertEquals("insecure registry x:70000 is not valid: invalid port \"70000\"", refusal(key, "x:70000"));
    }

    @Test
    void refusesOtherMirrorsWithoutTheirPasswords() {
        String key = "registry-mirrors";
        String either = ": must use either 'https://' or 'http://'";
        assertEquals("invalid mirror: no scheme specified for \"m:5000\"" + either, refusal(key, "m:5000"));
        assertEquals("invalid mirror: unsupported scheme \"ftp\" in \"ftp://m\"" + either, refusal(key, "ftp://m"));
        for (String mirror :
                List.of("http://u:secret@m", "http://u:secret@m/?a", "http://u:secret@", "ftp://u:secret@m")) {
            assertFalse(refusal(key, mirror).contains("secret"), mirror);
        }
    }
}
