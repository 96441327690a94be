package dev.gantry.router.exec;

import dev.gantry.api.http.Router;
import dev.gantry.testkit.http.RouterContract;

class ExecRouterContractTest extends RouterContract {
    @Override
    protected Router newRouter() {
        return new ExecRouter();
    }
}
