package dev.gantry.router.containers;

import dev.gantry.api.container.Containers;
import dev.gantry.api.container.RemoveRequest;
import dev.gantry.api.container.StopRequest;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Handler;
import dev.gantry.api.http.Route;
import dev.gantry.api.types.ContainerUpdateRequest;
import dev.gantry.api.types.ContainerUpdateRequestBuilder;
import dev.gantry.api.types.Filters;
import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Changing containers. What has begun goes on when its client leaves.
@SuppressWarnings("NullAway") // The generated builders do not say that null is allowed.
final class LifecycleRoutes {
    private static final long LONGEST_OLD_BODY = 7;

    private final ContainerServices services;

    LifecycleRoutes(ContainerServices services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/containers/{name:.*}/start", this::start),
                Route.post("/containers/{name:.*}/stop", this::stop),
                Route.post("/containers/{name:.*}/restart", this::restart),
                Route.post("/containers/{name:.*}/kill", this::kill),
                Route.post("/containers/{name:.*}/pause", simple(Containers::pause)),
                Route.post("/containers/{name:.*}/unpause", simple(Containers::unpause)),
                Route.post("/containers/{name:.*}/rename", this::rename),
                Route.post("/containers/{name:.*}/resize", this::resize),
                Route.post("/containers/{name:.*}/update", this::update),
                Route.post("/containers/{name:.*}/wait", new WaitRoute(services)),
                Route.delete("/containers/{name:.*}", this::remove),
                Route.post("/containers/prune", this::prune));
    }

    private Handler simple(BiConsumer<Containers, String> change) {
        return exchange -> {
            String name = ContainerServices.name(exchange);
            services.containers.run(containers -> change.accept(containers, name));
            exchange.respondEmpty(204);
        };
    }

    private void start(Exchange exchange) throws IOException {
        if (exchange.contentLength() > LONGEST_OLD_BODY || exchange.contentLength() < 0) {
            throw EngineException.invalidParameter(
                    "starting container with non-empty request body was deprecated since API v1.22 and removed in v1.24");
        }
        if (!exchange.query("checkpoint").isEmpty()) {
            throw EngineException.invalidParameter("checkpoint is only supported in experimental mode");
        }
        String name = ContainerServices.name(exchange);
        services.containers.run(containers -> containers.start(name));
        exchange.respondEmpty(204);
    }

    private void stop(Exchange exchange) throws IOException {
        String name = ContainerServices.name(exchange);
        StopRequest request = stopRequest(exchange);
        services.containers.run(containers -> containers.stop(name, request));
        exchange.respondEmpty(204);
    }

    private void restart(Exchange exchange) throws IOException {
        String name = ContainerServices.name(exchange);
        StopRequest request = stopRequest(exchange);
        services.containers.run(containers -> containers.restart(name, request));
        exchange.respondEmpty(204);
    }

    private static StopRequest stopRequest(Exchange exchange) {
        String signal = exchange.apiVersion().isAtLeast(42) ? exchange.query("signal") : "";
        @Nullable Integer seconds = exchange.query("t").isEmpty() ? null : (int) exchange.queryLong("t", 0);
        return new StopRequest(signal.isEmpty() ? null : signal, seconds);
    }

    private void kill(Exchange exchange) throws IOException {
        String name = ContainerServices.name(exchange);
        String signal = exchange.query("signal");
        services.containers.run(containers -> containers.kill(name, signal));
        exchange.respondEmpty(204);
    }

    private void rename(Exchange exchange) throws IOException {
        String name = ContainerServices.name(exchange);
        String to = exchange.query("name");
        services.containers.run(containers -> containers.rename(name, to));
        exchange.respondEmpty(204);
    }

    private void resize(Exchange exchange) throws IOException {
        int height = dimension(exchange, "h", "height");
        int width = dimension(exchange, "w", "width");
        String name = ContainerServices.name(exchange);
        services.containers.run(containers -> containers.resize(name, height, width));
        exchange.respondEmpty(200);
    }

    private static int dimension(Exchange exchange, String parameter, String what) {
        String text = exchange.query(parameter);
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw EngineException.invalidParameter("invalid resize " + what + " \"" + text + "\": invalid syntax", e);
        }
    }

    private void update(Exchange exchange) throws IOException {
        ContainerUpdateRequest read = exchange.readJson(ContainerUpdateRequest.class);
        // No body is a request that changes nothing.
        ContainerUpdateRequest body =
                read == null ? ContainerUpdateRequestBuilder.builder().build() : read;
        ContainerUpdateRequestBuilder adapted = ContainerUpdateRequestBuilder.builder(body);
        Long pids = body.PidsLimit();
        if (exchange.apiVersion().isBefore(40)) {
            adapted.PidsLimit(null);
        } else if (pids != null && pids <= 0) {
            // Any of them means that there is no limit any more.
            adapted.PidsLimit(0L);
        }
        if (exchange.apiVersion().isAtLeast(42)) {
            adapted.KernelMemory(0);
        }
        String name = ContainerServices.name(exchange);
        ContainerUpdateRequest request = adapted.build();
        exchange.respondJson(200, services.containers.call(containers -> containers.update(name, request)));
    }

    private void remove(Exchange exchange) throws IOException {
        String name = ContainerServices.name(exchange);
        RemoveRequest request = new RemoveRequest(
                exchange.queryBoolean("force"), exchange.queryBoolean("v"), exchange.queryBoolean("link"));
        services.containers.run(containers -> containers.remove(name, request));
        exchange.respondEmpty(204);
    }

    private void prune(Exchange exchange) throws IOException {
        Filters filters = services.filters(exchange);
        exchange.respondJson(200, services.containers.call(containers -> containers.prune(filters)));
    }
}
