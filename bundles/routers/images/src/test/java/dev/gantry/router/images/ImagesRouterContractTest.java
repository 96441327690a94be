package dev.gantry.router.images;

import dev.gantry.api.http.Router;
import dev.gantry.json.JacksonCodec;
import dev.gantry.testkit.http.RouterContract;

class ImagesRouterContractTest extends RouterContract {
    @Override
    protected Router newRouter() {
        return new ImagesRouter(new JacksonCodec());
    }
}
