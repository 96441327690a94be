package dev.gantry.router.debug;

import dev.gantry.api.http.Router;
import dev.gantry.testkit.http.RouterContract;
import java.util.Map;

class DebugRouterContractTest extends RouterContract {
    @Override
    protected Router newRouter() {
        return new DebugRouter(Map.of());
    }
}
