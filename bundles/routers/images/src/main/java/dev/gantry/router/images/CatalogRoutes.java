package dev.gantry.router.images;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.ApiVersion;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Route;
import dev.gantry.api.image.Images;
import dev.gantry.api.image.ListQuery;
import dev.gantry.api.image.Reference;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.registry.Credentials;
import dev.gantry.api.registry.Registry;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.ImageInspect;
import dev.gantry.api.types.ImageSummary;
import dev.gantry.api.types.Platform;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What is here: list, inspect, history, tag, remove, prune; and what a registry's index knows.
final class CatalogRoutes {
    private static final long USUAL_LIMIT = 25;

    private final ServiceSlot<Images> images;
    private final ServiceSlot<Registry> registry;
    private final RequestParts parts;
    private final OldAnswers old;

    CatalogRoutes(ServiceSlot<Images> images, ServiceSlot<Registry> registry, JsonCodec json) {
        this.images = images;
        this.registry = registry;
        this.parts = new RequestParts(json);
        this.old = new OldAnswers(json);
    }

    List<Route> routes() {
        return List.of(
                Route.get("/images/json", this::list),
                Route.get("/images/search", this::search),
                Route.get("/images/{name:.*}/json", this::inspect),
                Route.get("/images/{name:.*}/history", this::history),
                Route.post("/images/prune", this::prune),
                Route.post("/images/{name:.*}/tag", this::tag),
                Route.delete("/images/{name:.*}", this::remove));
    }

    private void list(Exchange exchange) throws IOException {
        ApiVersion version = exchange.apiVersion();
        Filters filters = parts.filters(exchange);
        if (version.isBefore(41) && !exchange.query("filter").isEmpty()) {
            Map<String, List<String>> more = new TreeMap<>(filters.values());
            more.put("reference", List.of(exchange.query("filter")));
            filters = new Filters(more);
        }
        boolean sharedSize = version.isAtLeast(42) && exchange.queryBoolean("shared-size");
        boolean manifests = version.isAtLeast(47) && exchange.queryBoolean("manifests");
        ListQuery query = new ListQuery(filters, exchange.queryBoolean("all"), sharedSize, manifests);
        List<ImageSummary> found = images.call(service -> service.list(query));
        exchange.respondJson(
                200, found.stream().map(image -> old.summary(image, version)).toList());
    }

    private void inspect(Exchange exchange) throws IOException {
        boolean manifests = exchange.apiVersion().isAtLeast(48) && exchange.queryBoolean("manifests");
        Platform platform = parts.platform(exchange, 49);
        if (manifests && platform != null) {
            throw EngineException.invalidParameter(
                    "conflicting options: manifests and platform options cannot both be set");
        }
        ImageInspect image = images.call(service -> service.inspect(exchange.pathParam("name"), platform, manifests));
        exchange.respondJson(200, old.inspect(image, exchange.apiVersion()));
    }

    private void history(Exchange exchange) throws IOException {
        Platform platform = parts.platform(exchange, 48);
        exchange.respondJson(200, images.call(service -> service.history(exchange.pathParam("name"), platform)));
    }

    private void tag(Exchange exchange) throws IOException {
        Reference target = parts.reference(exchange.query("repo"), exchange.query("tag"));
        images.run(service -> service.tag(exchange.pathParam("name"), target));
        exchange.respondEmpty(201);
    }

    private void remove(Exchange exchange) throws IOException {
        boolean force = exchange.queryBoolean("force");
        boolean prune = !exchange.queryBoolean("noprune");
        List<Platform> platforms = parts.platforms(exchange, 50);
        exchange.respondJson(
                200, images.call(service -> service.remove(exchange.pathParam("name"), force, prune, platforms)));
    }

    private void prune(Exchange exchange) throws IOException {
        Filters filters = parts.filters(exchange);
        exchange.respondJson(200, images.call(service -> service.prune(filters)));
    }

    private void search(Exchange exchange) throws IOException {
        long limit = exchange.hasQuery("limit") && !exchange.query("limit").isEmpty()
                ? limit(exchange.query("limit"))
                : USUAL_LIMIT;
        Filters filters = parts.filters(exchange);
        Credentials credentials = parts.credentials(exchange);
        String term = exchange.query("term");
        exchange.respondJson(200, registry.call(service -> service.search(term, (int) limit, filters, credentials)));
    }

    private static long limit(String text) {
        long limit;
        try {
            limit = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw EngineException.invalidParameter(
                    "invalid limit specified: strconv.Atoi: parsing \"" + text + "\": invalid syntax", e);
        }
        if (limit == 0) {
            return USUAL_LIMIT;
        }
        if (limit < 1 || limit > 100) {
            throw EngineException.invalidParameter("limit " + limit + " is outside the range of [1, 100]");
        }
        return limit;
    }
}
