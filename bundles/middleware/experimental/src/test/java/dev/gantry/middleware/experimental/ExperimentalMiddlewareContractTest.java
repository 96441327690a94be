package dev.gantry.middleware.experimental;

import dev.gantry.api.http.Middleware;
import dev.gantry.testkit.http.MiddlewareContract;
import java.util.Map;

class ExperimentalMiddlewareContractTest extends MiddlewareContract {
    @Override
    protected Middleware newMiddleware() {
        return new ExperimentalMiddleware(Map.of());
    }
}
