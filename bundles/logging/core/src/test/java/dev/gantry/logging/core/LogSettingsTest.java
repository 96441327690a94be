package dev.gantry.logging.core;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.logging.LogDriver;
import dev.gantry.api.types.LogConfig;
import dev.gantry.testkit.config.ReconfigurableContract;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The daemon's own `log-driver` and `log-opts`, at its start and at a reload.
@Timeout(20)
class LogSettingsTest {
    private static final Map<String, Object> MEMORY = Map.of(LogDriver.NAME, "memory");

    private final LogHost host = new LogHost(new LogConfig("memory", Map.of("known", "1")));

    @BeforeEach
    void addDriver() {
        host.drivers().addDriver(new MemoryLogDriver(), MEMORY);
    }

    private static DaemonConfig config(String driver, String... options) {
        return new DaemonConfig(Map.of("log-driver", driver, "log-opts", List.of(options), "debug", false));
    }

    private Preparation reload(DaemonConfig after) {
        return host.configured().prepare(ConfigChange.between(config("memory", "known=1"), after));
    }

    private String refusal(String driver, String... options) {
        EngineException refused = assertThrows(EngineException.class, () -> reload(config(driver, options)));
        assertEquals(ErrorKind.INVALID_PARAMETER, refused.kind());
        return refused.getMessage();
    }

    @Test
    void aReloadRefusesByKeyInDockersWords() {
        assertEquals(
                "log-driver: failed to set log opts: logger: no log driver named 'gone' is registered",
                refusal("gone", "known=1"));
        assertEquals(
                "log-opts: failed to set log opts: unknown log opt 'strange' for memory log driver",
                refusal("memory", "strange=1"));
        assertEquals(
                "log-opts: failed to set log opts: logger: logging mode not supported: fast",
                refusal("memory", "mode=fast"));
    }

    @Test
    void aReloadTakesWhatIsFineAndNone() {
        assertSame(Preparation.NOTHING, reload(config("memory", "known=2", "mode=non-blocking")));
        assertSame(Preparation.NOTHING, reload(config("none", "strange=1")));
    }

    @Test
    void aReloadOfOtherKeysAsksNoDriver() {
        DaemonConfig gone = config("gone");
        DaemonConfig debug = new DaemonConfig(Map.of("log-driver", "gone", "log-opts", List.of(), "debug", true));
        assertSame(Preparation.NOTHING, host.configured().prepare(ConfigChange.between(gone, debug)));
    }

    @Test
    void theStartMakesTheSameCheck() {
        assertDoesNotThrow(() -> host.logs().requireDefaults(Duration.ZERO));
        assertDoesNotThrow(() -> new LogHost(new LogConfig("none", Map.of("strange", "1")))
                .logs()
                .requireDefaults(Duration.ZERO));
        assertEquals(
                "failed to set log opts: logger: no log driver named 'memory' is registered",
                assertThrows(
                                EngineException.class,
                                () -> new LogHost(new LogConfig("memory", Map.of()))
                                        .logs()
                                        .requireDefaults(Duration.ofMillis(10)))
                        .getMessage());
    }

    @Test
    void theStartWaitsForADriverThatComesLate() throws InterruptedException, ExecutionException {
        LogHost early = new LogHost(new LogConfig("memory", Map.of("strange", "1")));
        CountDownLatch begun = new CountDownLatch(1);
        FutureTask<Void> start = new FutureTask<>(() -> {
            begun.countDown();
            early.logs().requireDefaults(Duration.ofMinutes(1));
            return null;
        });
        Thread.ofVirtual().start(start);
        begun.await();
        early.drivers().addDriver(new MemoryLogDriver(), MEMORY);
        Throwable refused = assertThrows(ExecutionException.class, start::get).getCause();
        assertTrue(refused.getMessage().endsWith("unknown log opt 'strange' for memory log driver"), refused::toString);
    }

    @Nested
    class AtReloads extends ReconfigurableContract {
        @Override
        protected Reconfigurable newPart() {
            return host.configured();
        }

        @Override
        protected DaemonConfig inForce() {
            return config("memory", "known=1");
        }

        @Override
        protected DaemonConfig acceptable() {
            return config("none");
        }

        @Override
        protected DaemonConfig unacceptable() {
            return config("memory", "unknown=1");
        }

        /// What a container has that asks for nothing.
        @Override
        protected Object visible(Reconfigurable of) {
            return ((ConfiguredLogs) of).complete(new LogConfig("", Map.of()));
        }

        @Override
        protected void deliver(Reconfigurable to, DaemonConfig settings) {
            Object driver = settings.text("log-driver");
            Object options = settings.list("log-opts").toArray(String[]::new);
            Object dictionary = Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {ConfiguredLogs.Config.class},
                    (_, method, _) -> method.getName().equals("log$_$driver") ? driver : options);
            ((ConfiguredLogs) to).modified((ConfiguredLogs.Config) dictionary);
        }
    }
}
