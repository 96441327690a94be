package dev.gantry.router.networks;

import dev.gantry.api.http.Router;
import dev.gantry.json.JacksonCodec;
import dev.gantry.testkit.http.RouterContract;

class NetworksRouterContractTest extends RouterContract {
    @Override
    protected Router newRouter() {
        return new NetworksRouter(new JacksonCodec());
    }
}
