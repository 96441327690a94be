package dev.gantry.router.config;

import dev.gantry.api.http.Router;
import dev.gantry.testkit.http.RouterContract;

class ConfigRouterContractTest extends RouterContract {
    @Override
    protected Router newRouter() {
        return new ConfigRouter();
    }
}
