package dev.gantry.router.system;

import dev.gantry.api.http.Router;
import dev.gantry.testkit.http.RouterContract;
import java.util.Map;

class SystemRouterContractTest extends RouterContract {
    @Override
    protected Router newRouter() {
        return new SystemRouter(Map.of());
    }
}
