package dev.gantry.router.volumes;

import dev.gantry.api.http.Router;
import dev.gantry.json.JacksonCodec;
import dev.gantry.testkit.http.RouterContract;

class VolumesRouterContractTest extends RouterContract {
    @Override
    protected Router newRouter() {
        return new VolumesRouter(new JacksonCodec());
    }
}
