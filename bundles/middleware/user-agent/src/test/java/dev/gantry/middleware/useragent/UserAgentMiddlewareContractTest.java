package dev.gantry.middleware.useragent;

import dev.gantry.api.http.Middleware;
import dev.gantry.testkit.http.MiddlewareContract;

class UserAgentMiddlewareContractTest extends MiddlewareContract {
    @Override
    protected Middleware newMiddleware() {
        return new UserAgentMiddleware();
    }
}
