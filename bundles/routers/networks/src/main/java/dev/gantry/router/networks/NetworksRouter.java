package dev.gantry.router.networks;

import dev.gantry.api.container.Containers;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Route;
import dev.gantry.api.http.Router;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.network.Networks;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.NetworkConnectRequest;
import dev.gantry.api.types.NetworkCreateRequest;
import dev.gantry.api.types.NetworkDisconnectRequest;
import dev.gantry.api.types.NetworkInspect;
import dev.gantry.api.types.NetworksPruneReport;
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

/// `/networks`.
@Component(immediate = true)
public final class NetworksRouter implements Router {
    /// Before this version a list shows the containers of each network.
    private static final int LIST_WITHOUT_CONTAINERS = 28;

    private final ServiceSlot<Networks> networks = new ServiceSlot<>("the networks");
    private final ServiceSlot<Containers> containers = new ServiceSlot<>("the containers");
    private final JsonCodec json;

    /// @param json reads filters
    @Activate
    public NetworksRouter(@Reference JsonCodec json) {
        this.json = json;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/networks", this::list),
                Route.get("/networks/", this::list),
                Route.get("/networks/{id:.+}", this::inspect),
                Route.post("/networks/create", this::create),
                Route.post("/networks/prune", this::prune),
                Route.post("/networks/{id:.*}/connect", this::connect),
                Route.post("/networks/{id:.*}/disconnect", this::disconnect),
                Route.delete("/networks/{id:.*}", this::remove));
    }

    private void list(Exchange exchange) throws IOException {
        NetworkFilter filter = new NetworkFilter(filters(exchange).requireOnly(NetworkFilter.KEYS));
        boolean whole = exchange.apiVersion().isBefore(LIST_WITHOUT_CONTAINERS);
        List<NetworkInspect> found = networks.call(service -> service.list().stream()
                .filter(network -> filter.accepts(network, service.isPredefined(network.Name())))
                .map(network -> whole ? service.inspect(network.Id()) : network)
                .toList());
        exchange.respondJson(200, found);
    }

    private void inspect(Exchange exchange) throws IOException {
        String verbose = exchange.query("verbose");
        if (!verbose.isEmpty() && !verbose.matches("1|t|T|TRUE|true|True|0|f|F|FALSE|false|False")) {
            throw EngineException.invalidParameter("invalid value for verbose: " + verbose
                    + ": strconv.ParseBool: parsing \"" + verbose + "\": invalid syntax");
        }
        String id = exchange.pathParam("id");
        NetworkInspect found = networks.call(service -> service.inspect(id));
        String scope = exchange.query("scope");
        if (!scope.isEmpty() && !scope.equals(found.Scope())) {
            throw EngineException.notFound("network " + id + " not found");
        }
        exchange.respondJson(200, found);
    }

    private void create(Exchange exchange) throws IOException {
        NetworkCreateRequest request = body(exchange, NetworkCreateRequest.class);
        exchange.respondJson(201, networks.call(service -> service.create(request)));
    }

    private void connect(Exchange exchange) throws IOException {
        NetworkConnectRequest request = body(exchange, NetworkConnectRequest.class);
        String network = existing(exchange.pathParam("id")).Name();
        containers.run(service -> service.connect(request.Container(), network, request.EndpointConfig()));
        exchange.respondEmpty(200);
    }

    private void disconnect(Exchange exchange) throws IOException {
        NetworkDisconnectRequest request = body(exchange, NetworkDisconnectRequest.class);
        String network = remembered(exchange.pathParam("id"));
        try {
            containers.run(service -> service.disconnect(request.Container(), network, request.Force()));
        } catch (EngineException e) {
            if (!request.Force() || e.kind() != ErrorKind.NOT_FOUND) {
                throw e;
            }
            // Without its container there is no endpoint either: endpoints go with them.
            existing(network);
            throw EngineException.notFound("endpoint " + request.Container() + " not found");
        }
        exchange.respondEmpty(200);
    }

    /// A network's name. A container may remember one that is not there any more.
    private String remembered(String nameOrId) {
        try {
            return existing(nameOrId).Name();
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.NOT_FOUND) {
                return nameOrId;
            }
            throw e;
        }
    }

    private NetworkInspect existing(String nameOrId) {
        return networks.call(service -> service.inspect(nameOrId));
    }

    private void remove(Exchange exchange) throws IOException {
        String id = exchange.pathParam("id");
        networks.run(service -> service.remove(id));
        exchange.respondEmpty(204);
    }

    /// Removes what nobody uses. The networks that always exist stay, and there are no others yet.
    private void prune(Exchange exchange) throws IOException {
        filters(exchange).requireOnly(NetworkFilter.PRUNE_KEYS);
        exchange.respondJson(200, new NetworksPruneReport(null));
    }

    private static <T> T body(Exchange exchange, Class<T> type) throws IOException {
        T read = exchange.readJson(type);
        if (read == null) {
            throw EngineException.invalidParameter("invalid JSON: got EOF while reading request body");
        }
        return read;
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
    void bindNetworks(Networks service) {
        networks.bind(service);
    }

    void unbindNetworks(Networks service) {
        networks.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindContainers(Containers service) {
        containers.bind(service);
    }

    void unbindContainers(Containers service) {
        containers.unbind(service);
    }
}
