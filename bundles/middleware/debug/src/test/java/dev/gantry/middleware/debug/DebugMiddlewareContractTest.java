package dev.gantry.middleware.debug;

import dev.gantry.api.http.Middleware;
import dev.gantry.testkit.http.MiddlewareContract;

class DebugMiddlewareContractTest extends MiddlewareContract {
    @Override
    protected Middleware newMiddleware() {
        return new DebugMiddleware();
    }
}
