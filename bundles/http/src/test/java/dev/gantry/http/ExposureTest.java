package dev.gantry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gantry.api.error.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/// How long an address that anybody can use holds the start up.
class ExposureTest {
    private static final Map<String, Object> UNDECIDED = Map.of();
    private static final Map<String, Object> TLS_ONLY = Map.of("tls", true, "tls-decided", true);
    private static final Map<String, Object> REFUSED = Map.of("tls", false, "tls-decided", true);
    private static final Map<String, Object> MUTUAL = Map.of("tls", true, "tlsverify", true, "tls-decided", true);

    private static List<Long> seconds(String host, Map<String, Object> settings) {
        List<Long> pauses = new ArrayList<>();
        new Exposure(pause -> pauses.add(pause.toSeconds())).warn(host, ServerSettings.of(settings), true);
        return pauses;
    }

    /// How many warnings there are.
    private static long warnings(String host, Map<String, Object> settings) {
        Logger logger = (Logger) LoggerFactory.getLogger(Exposure.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            seconds(host, settings);
        } finally {
            logger.detachAppender(log);
        }
        assertTrue(log.list.stream()
                .allMatch(event -> event.getLevel() == Level.WARN
                        && event.getFormattedMessage().startsWith(host + ": ")));
        return log.list.size();
    }

    @Test
    void threeWarningsAndASecondForAnyTcpWithoutVerifiedClients() {
        assertEquals(3, warnings("tcp://127.0.0.1:2375", UNDECIDED));
        assertEquals(List.of(1L), seconds("tcp://127.0.0.1:2375", UNDECIDED));
    }

    @Test
    void fourMoreAndFifteenSecondsWhenNothingIsDecidedAndItIsNoLoopback() {
        assertEquals(7, warnings("tcp://192.0.2.1:2375", UNDECIDED));
        assertEquals(List.of(1L, 15L), seconds("tcp://192.0.2.1:2375", UNDECIDED));
    }

    @Test
    void tlsFalseOrTlsverifyFalseSaysThatItIsMeantSo() {
        assertEquals(3, warnings("tcp://192.0.2.1:2375", REFUSED));
        assertEquals(List.of(1L), seconds("tcp://192.0.2.1:2375", REFUSED));
    }

    @Test
    void localhostIsALoopback() {
        assertEquals(List.of(1L), seconds("tcp://localhost:2375", UNDECIDED));
    }

    @Test
    void otherThanTcpIsNotWarnedOf() {
        assertEquals(0, warnings("unix:///var/run/docker.sock", UNDECIDED));
        assertEquals(0, warnings("fd://", UNDECIDED));
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://0.0.0.0:2375, 16",
        "tcp://[::]:2375, 16",
        "tcp://192.0.2.1:2375, 16",
        "tcp://127.0.0.1:2375, 1",
        "tcp://127.9.9.9:2375, 1",
        "tcp://[::1]:2375, 1",
        "tcp://localhost:2375, 1",
        "unix:///var/run/docker.sock, 0",
        "fd://, 0",
    })
    void anOpenAddressHoldsTheStartUp(String host, long sum) {
        assertEquals(sum, seconds(host, UNDECIDED).stream().mapToLong(s -> s).sum());
    }

    @Test
    void whoHasDecidedAgainstTlsWaitsOneSecond() {
        assertEquals(List.of(1L), seconds("tcp://0.0.0.0:2375", REFUSED));
        assertEquals(List.of(1L), seconds("tcp://0.0.0.0:2376", TLS_ONLY));
    }

    @Test
    void verifiedClientsAreNoExposure() {
        assertEquals(List.of(), seconds("tcp://0.0.0.0:2376", MUTUAL));
    }

    @Test
    void aReloadIsWarnedButNotHeldUp() {
        Exposure exposure = new Exposure(_ -> {
            throw new AssertionError("held up");
        });
        exposure.warn("tcp://0.0.0.0:2375", ServerSettings.of(UNDECIDED), false);
    }

    @Test
    void theWaitCanBeCancelled() {
        Exposure exposure = new Exposure(_ -> {
            throw new InterruptedException();
        });
        assertThrows(
                EngineException.class, () -> exposure.warn("tcp://127.0.0.1:2375", ServerSettings.of(UNDECIDED), true));
        assertTrue(Thread.interrupted());
    }

    @Test
    void addressesAreHeldUpOnlyBeforeTheServerServes() throws Exception {
        try (TestServer server = new TestServer()) {
            server.server.bind(List.of("unix://" + server.socket, "tcp://0.0.0.0:1"));
            assertEquals(List.of(), server.pauses);
        }
        HttpApiServer starting = new HttpApiServer(Map.of(), TestServer.LIMITS, pause -> {
            assertEquals(Duration.ofSeconds(1), pause);
            throw new InterruptedException();
        });
        assertThrows(EngineException.class, () -> starting.bind(List.of("tcp://127.0.0.1:1")));
        assertTrue(Thread.interrupted());
        starting.deactivate();
    }
}
