package dev.gantry.router.distribution;

import dev.gantry.api.http.Router;
import dev.gantry.json.JacksonCodec;
import dev.gantry.testkit.http.RouterContract;

class DistributionRouterContractTest extends RouterContract {
    @Override
    protected Router newRouter() {
        return new DistributionRouter(new JacksonCodec());
    }
}
