package dev.gantry.router.refusals;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Handler;
import dev.gantry.api.http.Route;
import dev.gantry.api.types.Filters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The cluster's routes on a node that is in no swarm. What a request gets wrong is told first, as it is where there is a swarm.
final class SwarmRoutes {
    private static final String NOT_A_MANAGER = "This node is not a swarm manager. Use \"docker swarm init\" or"
            + " \"docker swarm join\" to connect this node to swarm and try again.";
    private static final String NOT_IN_A_SWARM = "This node is not part of a swarm";
    private static final String NO_SWARM = NOT_IN_A_SWARM + ", and this engine cannot form or join one yet";

    private final Words words;

    /// Reads what a client wrote as JSON in its query.
    @FunctionalInterface
    interface Words {
        Object read(String json);
    }

    SwarmRoutes(Words words) {
        this.words = words;
    }

    List<Route> all() {
        List<Route> routes = new ArrayList<>();
        swarm(routes);
        for (String kind : List.of("service", "node", "task", "secret", "config")) {
            objects(kind, routes);
        }
        routes.add(Route.get("/services/{id}/logs", SwarmRoutes::logs));
        routes.add(Route.get("/tasks/{id}/logs", SwarmRoutes::logs));
        return routes;
    }

    private static void swarm(List<Route> routes) {
        routes.add(Route.get("/swarm", SwarmRoutes::notManager));
        routes.add(Route.get("/swarm/unlockkey", SwarmRoutes::notManager));
        routes.add(Route.post("/swarm/update", SwarmRoutes::update));
        routes.add(Route.post("/swarm/unlock", withBody(SwarmRoutes::notManager)));
        routes.add(Route.post("/swarm/init", withBody(SwarmRoutes::none)));
        routes.add(Route.post("/swarm/join", withBody(SwarmRoutes::none)));
        routes.add(Route.post("/swarm/leave", _ -> {
            throw EngineException.unavailable(NOT_IN_A_SWARM);
        }));
    }

    private void objects(String kind, List<Route> routes) {
        String path = "/" + kind + "s";
        routes.add(Route.get(path, this::list));
        routes.add(Route.get(path + "/{id}", SwarmRoutes::notManager));
        if (kind.equals("task")) {
            return;
        }
        routes.add(Route.delete(path + "/{id}", SwarmRoutes::notManager));
        routes.add(Route.post(path + "/{id}/update", withBody(exchange -> {
            checkVersion(kind, exchange.query("version"));
            notManager(exchange);
        })));
        if (!kind.equals("node")) {
            routes.add(Route.post(path + "/create", withBody(SwarmRoutes::notManager)));
        }
    }

    private static void notManager(Exchange exchange) {
        throw EngineException.unavailable(NOT_A_MANAGER);
    }

    private static void none(Exchange exchange) {
        throw EngineException.notImplemented(NO_SWARM);
    }

    private static Handler withBody(Handler next) {
        return exchange -> {
            readBody(exchange);
            next.handle(exchange);
        };
    }

    private static void readBody(Exchange exchange) throws IOException {
        exchange.readJson(Map.class);
    }

    private static void update(Exchange exchange) throws IOException {
        readBody(exchange);
        checkVersion("swarm", exchange.query("version"));
        for (String flag : List.of("rotateWorkerToken", "rotateManagerToken", "rotateManagerUnlockKey")) {
            String value = exchange.query(flag);
            if (!value.isEmpty() && !isBoolean(value)) {
                throw EngineException.invalidParameter("invalid value for " + flag + ": " + value);
            }
        }
        notManager(exchange);
    }

    private static boolean isBoolean(String text) {
        return List.of("1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False")
                .contains(text);
    }

    private static void checkVersion(String kind, String version) {
        if (isUnsigned(version)) {
            return;
        }
        // Two of the five have always been short about it.
        throw EngineException.invalidParameter(
                kind.equals("secret") || kind.equals("config")
                        ? "invalid " + kind + " version"
                        : "invalid " + kind + " version '" + version + "': strconv.ParseUint: parsing \"" + version
                                + "\": invalid syntax");
    }

    private static boolean isUnsigned(String text) {
        try {
            Long.parseUnsignedLong(text);
            return !text.startsWith("+");
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private void list(Exchange exchange) {
        String filters = exchange.query("filters");
        if (!filters.isEmpty()) {
            try {
                Filters.ofJson(words.read(filters));
            } catch (EngineException e) {
                throw EngineException.invalidParameter("invalid filter", e);
            }
        }
        notManager(exchange);
    }

    private static void logs(Exchange exchange) {
        if (!exchange.queryBoolean("stdout") && !exchange.queryBoolean("stderr")) {
            throw EngineException.system("Bad parameters: you must choose at least one stream");
        }
        notManager(exchange);
    }
}
