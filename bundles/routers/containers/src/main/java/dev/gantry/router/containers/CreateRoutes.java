package dev.gantry.router.containers;

import dev.gantry.api.container.CommitContainerRequest;
import dev.gantry.api.container.CreateRequest;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Route;
import dev.gantry.api.image.Reference;
import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.ContainerCreateRequest;
import dev.gantry.api.types.IdResponse;
import dev.gantry.api.types.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Making containers, and images of containers.
final class CreateRoutes {
    private final ContainerServices services;

    CreateRoutes(ContainerServices services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(Route.post("/containers/create", this::create), Route.post("/commit", this::commit));
    }

    private void create(Exchange exchange) throws IOException {
        ContainerCreateRequest body = exchange.readJson(ContainerCreateRequest.class);
        if (body == null) {
            throw EngineException.invalidParameter("invalid JSON: got EOF while reading request body");
        }
        Platform platform = exchange.apiVersion().isAtLeast(41) ? platform(exchange.query("platform")) : null;
        List<String> warnings = new ArrayList<>();
        ContainerCreateRequest adapted = OldRequests.create(body, exchange.apiVersion(), warnings);
        CreateRequest request = new CreateRequest(exchange.query("name"), platform, adapted, warnings);
        exchange.respondJson(201, services.containers.call(containers -> containers.create(request)));
    }

    private static @Nullable Platform platform(String text) {
        if (text.isEmpty()) {
            return null;
        }
        String[] part = text.split("/", -1);
        if (part.length < 2 || part.length > 3) {
            throw EngineException.invalidParameter(
                    "\"" + text + "\": unknown operating system or architecture: invalid argument");
        }
        return new Platform(part[1], part[0], "", null, part.length == 3 ? part[2] : "");
    }

    private void commit(Exchange exchange) throws IOException {
        ContainerConfig config = exchange.readJson(ContainerConfig.class);
        CommitContainerRequest request = new CommitContainerRequest(
                exchange.query("container"),
                target(exchange.query("repo"), exchange.query("tag")),
                config,
                exchange.queryAll("changes"),
                exchange.query("author"),
                exchange.query("comment"),
                exchange.queryBoolean("pause", true));
        exchange.respondJson(201, new IdResponse(services.containers.call(containers -> containers.commit(request))));
    }

    private static @Nullable Reference target(String repository, String tag) {
        if (repository.isEmpty()) {
            return null;
        }
        Reference name = Reference.parse(repository);
        return tag.isEmpty() ? name.orLatest() : name.withTag(tag);
    }
}
