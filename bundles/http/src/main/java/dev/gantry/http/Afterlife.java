package dev.gantry.http;

import dev.gantry.api.http.Middleware;
import dev.gantry.api.http.Router;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.OutlivingSlots;
import dev.gantry.api.lease.ServiceSlot;
import org.osgi.framework.BundleContext;

/// Tells a server that has left what comes and goes, for the requests of connections that stay with it: its component is gone, and with
/// it whoever did that.
final class Afterlife {
    private final OutlivingSlots all = new OutlivingSlots();
    private final ServiceSlot<JsonCodec> json = all.slot(JsonCodec.class, "the JSON codec");

    /// @param routes know the routers and middleware of the component, to its end
    Afterlife(Routes routes) {
        all.follow(Router.class, routes::addNew, routes::remove, routes::routers);
        all.follow(Middleware.class, routes::addNew, routes::remove, routes::middleware);
    }

    /// The codec, of the component and afterwards.
    ServiceSlot<JsonCodec> json() {
        return json;
    }

    /// Begins with what is here now. Close it when the last connection has ended.
    OutlivingSlots.Stream begin(BundleContext own) {
        OutlivingSlots.Stream connections = all.stream();
        all.leave(own);
        return connections;
    }
}
