package dev.gantry.router.volumes;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Route;
import dev.gantry.api.http.Router;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.VolumeCreateRequest;
import dev.gantry.api.volume.Volumes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/// `/volumes`.
@Component(immediate = true)
public final class VolumesRouter implements Router {
    private final ServiceSlot<Volumes> volumes = new ServiceSlot<>("volumes");
    private final JsonCodec json;

    @Activate
    public VolumesRouter(@Reference JsonCodec json) {
        this.json = json;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/volumes", this::list),
                Route.get("/volumes/{name:.*}", this::inspect),
                Route.post("/volumes/create", this::create),
                Route.post("/volumes/prune", this::prune),
                Route.put("/volumes/{name:.*}", this::update),
                Route.delete("/volumes/{name:.*}", this::remove));
    }

    private void list(Exchange exchange) throws IOException {
        Filters filters = filters(exchange);
        exchange.respondJson(200, volumes.call(v -> v.list(filters)));
    }

    private void inspect(Exchange exchange) throws IOException {
        String name = exchange.pathParam("name");
        exchange.respondJson(200, volumes.call(v -> v.inspect(name)));
    }

    private void create(Exchange exchange) throws IOException {
        VolumeCreateRequest read = exchange.readJson(VolumeCreateRequest.class);
        VolumeCreateRequest request = read == null ? new VolumeCreateRequest("", null, null, "") : read;
        exchange.respondJson(201, volumes.call(v -> v.create(request)));
    }

    private void prune(Exchange exchange) throws IOException {
        Filters filters = filters(exchange);
        boolean named = exchange.apiVersion().isBefore(42);
        exchange.respondJson(200, volumes.call(v -> v.prune(filters, named)));
    }

    private void update(Exchange exchange) {
        throw EngineException.unavailable(
                "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\""
                        + " to connect this node to swarm and try again.");
    }

    private void remove(Exchange exchange) throws IOException {
        String name = exchange.pathParam("name");
        boolean force = exchange.queryBoolean("force");
        volumes.run(v -> v.remove(name, force));
        exchange.respondEmpty(204);
    }

    private Filters filters(Exchange exchange) {
        String text = exchange.query("filters");
        if (text.isEmpty()) {
            return Filters.NONE;
        }
        Map<?, ?> parsed;
        try {
            parsed = json.read(text.getBytes(StandardCharsets.UTF_8), Map.class);
        } catch (EngineException e) {
            throw EngineException.invalidParameter("invalid filter", e);
        }
        return Filters.ofJson(parsed);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindVolumes(Volumes service) {
        volumes.bind(service);
    }

    void unbindVolumes(Volumes service) {
        volumes.unbind(service);
    }
}
