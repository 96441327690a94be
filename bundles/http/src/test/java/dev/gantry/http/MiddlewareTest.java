package dev.gantry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Handler;
import dev.gantry.api.http.Middleware;
import dev.gantry.api.http.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MiddlewareTest {
    private static final Route ECHO =
            Route.post("/echo", e -> e.respondBytes(200, "", e.body().readAllBytes()));
    private static final Route JSON = Route.post("/json", e -> e.respondJson(200, e.readJson(String.class)));
    private static final Route OK = Route.get("/ok", TestServer::ok);

    /// What a middleware does with a request before it is handled.
    @FunctionalInterface
    private interface Look {
        void at(Exchange exchange) throws IOException;
    }

    private static Middleware at(int order, Look look) {
        return new Middleware() {
            @Override
            public int order() {
                return order;
            }

            @Override
            public Handler wrap(Handler next) {
                return exchange -> {
                    look.at(exchange);
                    next.handle(exchange);
                };
            }
        };
    }

    private static Middleware peeking(int bytes) {
        return at(Middleware.DEBUG, e -> e.setHeader("Peeked", new String(e.peekBody(bytes), StandardCharsets.UTF_8)));
    }

    @Test
    void aBodyThatWasLookedIntoIsReadAgain() throws IOException {
        try (TestServer server = new TestServer(ECHO, JSON);
                RawClient client = server.connect()) {
            server.server.bindMiddleware(peeking(3), Map.of());
            client.request("POST /echo", "Content-Length: 5", "Expect: 100-continue");
            client.until("HTTP/1.1 100 Continue\r\n\r\n");
            client.send("hello");
            assertTrue(client.until("\r\n\r\nhello").contains("Peeked: hel\r\n"));
            client.request("POST /echo", "Transfer-Encoding: chunked");
            client.send("1\r\na\r\n1\r\nb\r\n0\r\n\r\n");
            assertTrue(client.until("\r\n\r\nab").contains("Peeked: ab\r\n"));
            client.request("POST /json", "Content-Length: 4", "Content-Type: application/json");
            client.send("long");
            assertTrue(client.until("\r\n\r\nlong\n").contains("Peeked: lon\r\n"));
            client.request("POST /echo", "Content-Length: 0");
            assertTrue(client.until("\r\n\r\n").contains("Peeked: \r\n"));
        }
    }

    @Test
    void lowerPlacesComeFirst() throws IOException {
        try (TestServer server = new TestServer(OK);
                RawClient client = server.connect()) {
            for (int place : new int[] {
                Middleware.EXPERIMENTAL,
                Middleware.DEBUG,
                Middleware.VERSION,
                Middleware.CORS,
                Middleware.USER_AGENT,
                Middleware.AUTHORIZATION
            }) {
                server.server.bindMiddleware(
                        at(place, e -> e.setHeader("Trail", e.responseHeader("Trail") + " " + place)), Map.of());
            }
            client.request("GET /ok");
            assertTrue(client.until("\r\n\r\nOK").contains("Trail: null 50 100 150 175 200 300\r\n"));
        }
    }

    private static Limits limits() {
        Limits l = TestServer.LIMITS;
        Duration second = Duration.ofSeconds(30);
        return new Limits(
                l.requestLine(), l.headers(), l.jsonBody(), l.connections(), second, second, second, second, second);
    }

    @Test
    void nothingIsHandledWithoutTheAuthorizationThatIsConfigured() throws IOException {
        try (TestServer server = new TestServer(limits(), OK);
                RawClient client = server.connect()) {
            server.server.modified(Map.of("authorization-plugins", new String[] {"p"}));
            client.request("GET /ok");
            assertEquals(
                    "503",
                    client.until("would ask them\"}\n").substring("HTTP/1.1 ".length(), "HTTP/1.1 503".length()));
        }
    }

    @Test
    void aRequestWaitsForTheAuthorizationToCome() throws IOException {
        try (TestServer server = new TestServer(limits(), OK);
                RawClient client = server.connect()) {
            server.server.modified(Map.of("authorization-plugins", new String[] {"p"}));
            client.request("GET /ok");
            server.server.bindMiddleware(at(Middleware.AUTHORIZATION, e -> e.setHeader("Asked", "yes")), Map.of());
            assertTrue(client.until("\r\n\r\nOK").contains("Asked: yes\r\n"));
            server.server.modified(Map.of("authorization-plugins", new String[0]));
            client.request("GET /ok");
            client.until("\r\n\r\nOK");
        }
    }
}
