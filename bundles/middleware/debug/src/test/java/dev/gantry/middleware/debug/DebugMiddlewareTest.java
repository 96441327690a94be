package dev.gantry.middleware.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Handler;
import dev.gantry.json.JacksonCodec;
import dev.gantry.testkit.http.FakeExchange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DebugMiddlewareTest {
    private final DebugMiddleware middleware = new DebugMiddleware();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(DebugMiddleware.class);

    @BeforeEach
    void listen() {
        middleware.bindJson(new JacksonCodec());
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void forget() {
        logger.detachAppender(log);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    private List<String> logged(FakeExchange exchange, Handler handler) throws Exception {
        log.list.clear();
        middleware.wrap(handler).handle(exchange);
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static FakeExchange post(String body) {
        return new FakeExchange("POST", "/v1.51/x")
                .header("Content-Type", "application/json")
                .body(body);
    }

    @Test
    void logsMethodAndAddress() throws Exception {
        assertEquals(
                List.of("Calling GET /v1.51/containers/json?all=1"),
                logged(new FakeExchange("GET", "/v1.51/containers/json?all=1"), _ -> {}));
        assertEquals(
                "[module=\"api\", method=\"GET\", request-url=\"/v1.51/containers/json?all=1\"]",
                log.list.getFirst().getKeyValuePairs().toString());
    }

    @Test
    void saysNothingUnlessAtLevelDebug() throws Exception {
        logger.setLevel(Level.INFO);
        assertEquals(List.of(), logged(post("{\"a\":1}"), _ -> {}));
    }

    @Test
    void logsSmallJsonBodiesAndLeavesThemToTheHandler() throws Exception {
        assertEquals(
                List.of("Calling POST /v1.51/x", "form data: {\"a\":[1,\"b\"]}"),
                logged(
                        post("{\"a\":[1,\"b\"]}"),
                        e -> assertEquals(
                                "{\"a\":[1,\"b\"]}", new String(e.body().readAllBytes(), StandardCharsets.UTF_8))));
    }

    @Test
    void masksWhatIsSecretAtAnyDepthAndInAnyCase() throws Exception {
        assertEquals(
                "form data: {\"Data\":\"*****\",\"JoinToken\":\"*****\",\"Name\":\"n\",\"SigningCAKey\":\"*****\",\"Spec\":[{\"SECRET\":\"*****\",\"password\":\"*****\"}],\"UnlockKey\":\"*****\"}",
                logged(
                                post(
                                        "{\"Name\":\"n\",\"Data\":\"d\",\"JoinToken\":\"t\",\"SigningCAKey\":\"k\",\"UnlockKey\":\"u\",\"Spec\":[{\"password\":\"p\",\"SECRET\":{\"x\":1}}]}"),
                                _ -> {})
                        .getLast());
    }

    @Test
    void aBodyOf4096BytesIsLoggedAndALongerOneIsNot() throws Exception {
        String most = "{\"a\":\"" + "x".repeat(4096 - 8) + "\"}";
        assertEquals(4096, most.length());
        assertEquals("form data: " + most, logged(post(most), _ -> {}).getLast());
        assertEquals(List.of("Calling POST /v1.51/x"), logged(post(most.replace("x\"}", "xx\"}")), _ -> {}));
    }

    @Test
    void leavesOtherBodiesAlone() throws Exception {
        String tooLong = "{\"a\":\"" + "x".repeat(4096) + "\"}";
        assertEquals(1, logged(post(tooLong), _ -> {}).size());
        assertEquals(1, logged(post("[1]"), _ -> {}).size());
        assertEquals(
                1,
                logged(
                                new FakeExchange("POST", "/build")
                                        .header("Content-Type", "application/x-tar")
                                        .body("{}"),
                                _ -> {})
                        .size());
        assertEquals(
                1,
                logged(
                                new FakeExchange("PUT", "/x")
                                        .header("Content-Type", "application/json")
                                        .body("{}"),
                                _ -> {})
                        .size());
        assertEquals(2, logged(post("{torn"), _ -> {}).size());
    }

    @Test
    void masksCredentialsInAddresses() throws Exception {
        assertEquals(
                List.of("Calling POST /images/create?fromSrc=http%3A%2F%2F*****%40h%2Fx"),
                logged(new FakeExchange("POST", "/images/create?fromSrc=http%3A%2F%2Fu:p%40h%2Fx"), _ -> {}));
    }

    @Test
    void logsFailuresAndPassesThemOn() {
        assertThrows(
                EngineException.class,
                () -> logged(new FakeExchange("GET", "/x"), _ -> {
                    throw EngineException.notFound("No such container: x");
                }));
        assertEquals(
                "error response for GET /x: No such container: x",
                log.list.getLast().getFormattedMessage());
    }
}
