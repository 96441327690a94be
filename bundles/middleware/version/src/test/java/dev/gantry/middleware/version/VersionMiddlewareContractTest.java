package dev.gantry.middleware.version;

import dev.gantry.api.http.Middleware;
import dev.gantry.testkit.http.MiddlewareContract;
import java.util.Map;

class VersionMiddlewareContractTest extends MiddlewareContract {
    @Override
    protected Middleware newMiddleware() {
        return new VersionMiddleware(Map.of());
    }
}
