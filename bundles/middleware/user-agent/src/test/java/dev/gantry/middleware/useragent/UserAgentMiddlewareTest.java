package dev.gantry.middleware.useragent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.http.ClientAgent;
import dev.gantry.testkit.http.FakeExchange;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class UserAgentMiddlewareTest {
    private static String seen(FakeExchange exchange) throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        new UserAgentMiddleware().wrap(_ -> seen.set(ClientAgent.current())).handle(exchange);
        return seen.get();
    }

    @Test
    void theRequestKnowsItsClient() throws Exception {
        FakeExchange exchange = new FakeExchange("GET", "/x").header("User-Agent", "Docker-Client/28.2.2 (linux)");
        assertEquals("Docker-Client/28.2.2 (linux)", seen(exchange));
        assertEquals("", ClientAgent.current(), "and nobody after it");
    }

    @Test
    void aClientWithoutANameIsNobody() throws Exception {
        assertEquals("", seen(new FakeExchange("GET", "/x")));
    }

    @Test
    void whatCouldBreakALogOrAHeaderIsLeftOut() throws Exception {
        assertEquals("ab", seen(new FakeExchange("GET", "/x").header("User-Agent", "a\u0001\u00e9b")));
        assertEquals(
                256,
                seen(new FakeExchange("GET", "/x").header("User-Agent", "x".repeat(1000)))
                        .length());
    }
}
