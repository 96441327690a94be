package dev.gantry.middleware.cors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.testkit.http.FakeExchange;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CorsMiddlewareTest {
    private static String headers(CorsMiddleware middleware, String origin) throws Exception {
        FakeExchange exchange = new FakeExchange("OPTIONS", "/x");
        if (!origin.isEmpty()) {
            exchange.header("Origin", origin);
        }
        middleware.wrap(_ -> {}).handle(exchange);
        return exchange.responseHeaders().toString();
    }

    private static CorsMiddleware of(String... origins) {
        return new CorsMiddleware(Map.of("api-cors-origins", origins));
    }

    private static final String REST =
            "{Access-Control-Allow-Headers=Origin, X-Requested-With, Content-Type, Accept, X-Registry-Auth,"
                    + " Access-Control-Allow-Methods=HEAD, GET, POST, DELETE, PUT, OPTIONS, Access-Control-Allow-Origin=";

    @Test
    void doesNothingUnlessConfigured() throws Exception {
        assertEquals("{}", headers(of(), "https://ui.example"));
    }

    @Test
    void letsConfiguredOriginsIn() throws Exception {
        assertEquals(
                REST + "https://ui.example, Vary=Origin}",
                headers(of("https://a.example", "https://ui.example"), "https://ui.example"));
    }

    @Test
    void keepsOthersOut() throws Exception {
        assertEquals("{Vary=Origin}", headers(of("https://ui.example"), "https://evil.example"));
        assertEquals("{Vary=Origin}", headers(of("https://ui.example"), ""));
        assertEquals("{Vary=Origin}", headers(of("https://ui.example"), "https://ui.example.evil"));
    }

    @Test
    void aStarLetsEverybodyIn() throws Exception {
        assertEquals(REST + "*}", headers(of("*"), "https://any.example"));
    }

    @Test
    void theListMayChange() throws Exception {
        CorsMiddleware middleware = of("*");
        middleware.modified(Map.of());
        assertEquals("{}", headers(middleware, "https://any.example"));
    }
}
