package dev.gantry.middleware.authorization;

import dev.gantry.api.http.Middleware;
import dev.gantry.testkit.http.MiddlewareContract;
import java.util.Map;

class AuthorizationMiddlewareContractTest extends MiddlewareContract {
    @Override
    protected Middleware newMiddleware() {
        return new AuthorizationMiddleware(Map.of());
    }
}
