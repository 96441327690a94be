package dev.gantry.router.refusals;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Handler;
import dev.gantry.api.http.Route;
import dev.gantry.api.http.Router;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// Refuses what this engine does not have, in the words and with the status that clients know. Any router with the same route takes
/// its place.
@Component(immediate = true, property = "service.ranking:Integer=-1000")
public final class RefusalsRouter implements Router {
    private static final String NOT_A_MANAGER = "This node is not a swarm manager. Use \"docker swarm init\" or"
            + " \"docker swarm join\" to connect this node to swarm and try again.";
    private static final String NOT_IN_A_SWARM = "This node is not part of a swarm";
    private static final String NO_SWARM = "this engine does not support swarm mode";
    private static final String EXPERIMENTAL =
            "This experimental feature is disabled by default. Start the Docker daemon in"
                    + " experimental mode in order to enable it.";

    /// Needs nothing.
    @Activate
    public RefusalsRouter() {}

    @Override
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        swarm(routes);
        plugins(routes);
        build(routes);
        checkpoints(routes);
        return routes;
    }

    private static Handler unavailable(String words) {
        return _ -> {
            throw EngineException.unavailable(words);
        };
    }

    private static Handler notImplemented(String words) {
        return _ -> {
            throw EngineException.notImplemented(words);
        };
    }

    private static void swarm(List<Route> routes) {
        Handler manager = unavailable(NOT_A_MANAGER);
        routes.add(Route.get("/swarm", manager));
        routes.add(Route.get("/swarm/unlockkey", manager));
        routes.add(Route.post("/swarm/update", manager));
        routes.add(Route.post("/swarm/init", notImplemented(NO_SWARM)));
        routes.add(Route.post("/swarm/join", notImplemented(NO_SWARM)));
        routes.add(Route.post("/swarm/leave", unavailable(NOT_IN_A_SWARM)));
        routes.add(Route.post("/swarm/unlock", unavailable(NOT_IN_A_SWARM)));
        for (String kind : List.of("services", "nodes", "tasks", "secrets", "configs")) {
            routes.add(Route.get("/" + kind, manager));
            routes.add(Route.get("/" + kind + "/{id}", manager));
            if (!kind.equals("tasks")) {
                routes.add(Route.delete("/" + kind + "/{id}", manager));
                routes.add(Route.post("/" + kind + "/{id}/update", manager));
            }
            if (!kind.equals("tasks") && !kind.equals("nodes")) {
                routes.add(Route.post("/" + kind + "/create", manager));
            }
        }
        routes.add(Route.get("/services/{id}/logs", manager));
        routes.add(Route.get("/tasks/{id}/logs", manager));
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
}
