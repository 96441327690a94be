package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
    void takesWhatTheRegistryClientTakes() {
        for (String entry : List.of("reg.example:5000", "http://reg.example", "10.0.0.0/8", "[::1]:5000", " reg ")) {
            assertDoesNotThrow(() -> check("insecure-registries", entry), entry);
        }
        assertDoesNotThrow(() -> check("registry-mirrors", "HTTPS://m.example:5000/path"));
    }

    @Test
    void refusesWhatTheRegistryClientRefuses() {
        assertEquals(
                "insecure registry 10.0.0.0/99 is not valid: invalid host \"10.0.0.0/99\"",
                refusal("insecure-registries", "10.0.0.0/99"));
        assertEquals(
                "invalid mirror: username/password not allowed in URI \"http://xxxxx:xxxxx@m\"",
                refusal("registry-mirrors", "http://u:secret@m"));
    }
}
