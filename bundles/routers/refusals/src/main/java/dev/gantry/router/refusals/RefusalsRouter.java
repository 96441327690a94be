package dev.gantry.router.refusals;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Handler;
import dev.gantry.api.http.Route;
import dev.gantry.api.http.Router;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.ServiceSlot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/// Refuses what this engine does not have, in the words and with the status that clients know. Any router with the same route takes
/// its place.
@Component(immediate = true, service = Router.class, property = "service.ranking:Integer=-1000")
public final class RefusalsRouter implements Router {
    private static final String EXPERIMENTAL =
            "This experimental feature is disabled by default. Start the Docker daemon in"
                    + " experimental mode in order to enable it.";

    private final ServiceSlot<JsonCodec> json = new ServiceSlot<>("the JSON codec");

    /// Needs nothing.
    @Activate
    public RefusalsRouter() {}

    @Override
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new SwarmRoutes(
                        text -> json.call(codec -> codec.read(text.getBytes(StandardCharsets.UTF_8), Object.class)))
                .all());
        plugins(routes);
        build(routes);
        checkpoints(routes);
        return routes;
    }

    private static Handler notImplemented(String words) {
        return _ -> {
            throw EngineException.notImplemented(words);
        };
    }

    private static void plugins(List<Route> routes) {
        routes.add(Route.get("/plugins", RefusalsRouter::noPlugins));
        Handler unknown = exchange -> {
            throw EngineException.notFound("plugin \"" + exchange.pathParam("name") + "\" not found");
        };
        routes.add(Route.get("/plugins/{name:.*}/json", unknown));
        routes.add(Route.delete("/plugins/{name:.*}", unknown));
        for (String verb : List.of("enable", "disable", "push", "upgrade", "set")) {
            routes.add(Route.post("/plugins/{name:.*}/" + verb, unknown));
        }
        Handler none = notImplemented("this engine does not support managed plugins");
        routes.add(Route.get("/plugins/privileges", none));
        routes.add(Route.post("/plugins/pull", none));
        routes.add(Route.post("/plugins/create", none));
    }

    private static void noPlugins(Exchange exchange) throws Exception {
        exchange.respondJson(200, List.of());
    }

    private static void build(List<Route> routes) {
        Handler none = notImplemented("this engine does not support building images");
        routes.add(Route.post("/build", none));
        routes.add(Route.post("/build/cancel", none));
        routes.add(Route.post("/build/prune", exchange -> exchange.respondJson(200, new BuildPruneReport(null, 0))));
        routes.add(Route.post("/session", none));
        routes.add(Route.post("/grpc", none));
    }

    private static void checkpoints(List<Route> routes) {
        Handler disabled = notImplemented(EXPERIMENTAL);
        routes.add(Route.get("/containers/{name:.*}/checkpoints", disabled));
        routes.add(Route.post("/containers/{name:.*}/checkpoints", disabled));
        routes.add(Route.delete("/containers/{name}/checkpoints/{checkpoint}", disabled));
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindJson(JsonCodec codec) {
        json.bind(codec);
    }

    void unbindJson(JsonCodec codec) {
        json.unbind(codec);
    }
}
