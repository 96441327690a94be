package dev.gantry.router.refusals;

import dev.gantry.api.http.Router;
import dev.gantry.testkit.http.RouterContract;

class RefusalsRouterContractTest extends RouterContract {
    @Override
    protected Router newRouter() {
        return new RefusalsRouter();
    }
}
