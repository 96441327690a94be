package dev.gantry.middleware.cors;

import dev.gantry.api.http.Middleware;
import dev.gantry.testkit.http.MiddlewareContract;
import java.util.Map;

class CorsMiddlewareContractTest extends MiddlewareContract {
    @Override
    protected Middleware newMiddleware() {
        return new CorsMiddleware(Map.of());
    }
}
