package dev.gantry.router.containers;

import dev.gantry.api.http.Router;
import dev.gantry.testkit.http.RouterContract;

class ContainersRouterContractTest extends RouterContract {
    @Override
    protected Router newRouter() {
        return new ContainersRouter();
    }
}
