package dev.gantry.router.containers;

import dev.gantry.api.container.Containers;
import dev.gantry.api.container.ListRequest;
import dev.gantry.api.http.ApiVersion;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Route;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.types.ContainerInspect;
import dev.gantry.api.types.ContainerSummary;
import dev.gantry.api.types.ContainerTopResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What is known of containers: list, inspect, top, changes.
final class CatalogRoutes {
    private static final String JSON = "application/json";

    private final ContainerServices services;
    private final AnswerCache answers = new AnswerCache();

    CatalogRoutes(ContainerServices services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/containers/json", this::list),
                Route.get("/containers/{name:.*}/json", this::inspect),
                Route.get("/containers/{name:.*}/top", this::top),
                Route.get("/containers/{name:.*}/changes", this::changes));
    }

    private void list(Exchange exchange) throws IOException {
        boolean size = exchange.queryBoolean("size");
        ListRequest request = new ListRequest(
                exchange.queryBoolean("all"),
                (int) Math.max(0, exchange.queryLong("limit", 0)),
                size,
                services.filters(exchange));
        byte[] body;
        try (Lease<Containers> lease = services.containers.acquire()) {
            Containers containers = lease.service();
            ApiVersion version = exchange.apiVersion();
            body = size
                    ? encode(containers.list(request), version)
                    : answers.get(
                            request, version, containers.version(), () -> encode(containers.list(request), version));
        }
        exchange.respondBytes(200, JSON, body);
    }

    private byte[] encode(List<ContainerSummary> list, ApiVersion version) {
        return services.line(
                version.isAtLeast(48)
                        ? list
                        : list.stream()
                                .map(summary -> OldAnswers.summary(summary, version))
                                .toList());
    }

    private void inspect(Exchange exchange) throws IOException {
        String name = ContainerServices.name(exchange);
        boolean size = exchange.queryBoolean("size");
        ContainerInspect found = services.containers.call(containers -> containers.inspect(name, size));
        exchange.respondJson(200, OldAnswers.inspect(found, exchange.apiVersion()));
    }

    private void top(Exchange exchange) throws IOException {
        String name = ContainerServices.name(exchange);
        String psArgs = exchange.query("ps_args");
        ContainerTopResponse processes = services.stats.call(stats -> stats.top(name, psArgs));
        services.containers.run(containers -> containers.announce(name, "top", Map.of()));
        exchange.respondJson(200, processes);
    }

    private void changes(Exchange exchange) throws IOException {
        String name = ContainerServices.name(exchange);
        exchange.respondJson(200, services.files.call(files -> files.changes(name)));
    }
}
