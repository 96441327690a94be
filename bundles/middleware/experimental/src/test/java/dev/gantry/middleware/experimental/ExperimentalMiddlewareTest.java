package dev.gantry.middleware.experimental;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.testkit.http.FakeExchange;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExperimentalMiddlewareTest {
    private static String header(ExperimentalMiddleware middleware) throws Exception {
        FakeExchange exchange = new FakeExchange("GET", "/x");
        middleware.wrap(e -> e.respondEmpty(200)).handle(exchange);
        assertEquals(200, exchange.status());
        return exchange.responseHeaders().get("Docker-Experimental");
    }

    @Test
    void tellsWhetherExperimentalFeaturesAreOn() throws Exception {
        ExperimentalMiddleware middleware = new ExperimentalMiddleware(Map.of());
        assertEquals("false", header(middleware));
        middleware.modified(Map.of("experimental", true));
        assertEquals("true", header(middleware));
    }
}
