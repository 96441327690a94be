package dev.gantry.logging.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.logging.LogDriver;
import dev.gantry.api.types.LogConfig;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfiguredLogsTest {
    private final LogHost host = new LogHost(
            new LogConfig("memory", Map.of("known", "daemon", "mode", "non-blocking", "cache-disabled", "true")));

    @BeforeEach
    void addDrivers() {
        host.drivers().addDriver(new MemoryLogDriver(), Map.of(LogDriver.NAME, "memory"));
        host.drivers().addDriver(new MemoryLogDriver(), Map.of(LogDriver.NAME, "other"));
    }

    private String refusal(String driver, Map<String, String> options) {
        EngineException refused =
                assertThrows(EngineException.class, () -> host.logs().complete(new LogConfig(driver, options)));
        assertEquals(ErrorKind.INVALID_PARAMETER, refused.kind());
        return refused.getMessage();
    }

    @Test
    void givesTheDaemonsDriverAndOptionsToAContainerThatNamesNone() {
        LogConfig completed = host.logs().complete(LogConfig.EMPTY);
        assertEquals("memory", completed.Type());
        assertEquals(Map.of("known", "daemon", "mode", "non-blocking", "cache-disabled", "true"), completed.Config());
    }

    @Test
    void keepsTheContainersOwnOptions() {
        LogConfig completed = host.logs().complete(new LogConfig("memory", Map.of("known", "mine")));
        assertEquals("mine", completed.Config().get("known"));
    }

    @Test
    void givesOnlyTheCachesOptionsToAnotherDriver() {
        LogConfig completed = host.logs().complete(new LogConfig("other", Map.of()));
        assertEquals(Map.of("cache-disabled", "true"), completed.Config());
    }

    @Test
    void acceptsNoneWhateverItsOptions() {
        assertEquals(
                "none",
                host.logs()
                        .complete(new LogConfig("none", Map.of("mode", "strange")))
                        .Type());
    }

    @Test
    void refusesInDockersWordsAndOrder() {
        Map<String, String> wrong =
                Map.of("mode", "fast", "max-buffer-size", "x", "cache-disabled", "perhaps", "strange", "1");
        assertEquals("logger: logging mode not supported: fast", refusal("gone", wrong));
        assertEquals(
                "logger: max-buffer-size option is only supported with 'mode=non-blocking'",
                refusal("gone", Map.of("max-buffer-size", "1m", "cache-disabled", "perhaps")));
        assertEquals(
                "invalid value for option cache-disabled: perhaps",
                refusal("gone", Map.of("cache-disabled", "perhaps")));
        assertEquals("logger: no log driver named 'gone' is registered", refusal("gone", Map.of("strange", "1")));
        assertEquals(
                "unknown log opt 'strange' for memory log driver",
                refusal("other", Map.of("strange", "1", "mode", "blocking")));
    }

    @Test
    void listsTheDriversThatAreHere() {
        assertEquals(Set.of("memory", "other"), host.logs().drivers());
        assertEquals("memory", host.logs().defaultDriver());
    }
}
