package dev.gantry.http;

import dev.gantry.api.http.ApiServer;
import dev.gantry.api.http.Middleware;
import dev.gantry.api.http.Router;
import dev.gantry.api.http.TlsContext;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.listener.BoundSocket;
import dev.gantry.api.listener.ListenAddress;
import dev.gantry.api.listener.Listener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/// The API server. Routers, middleware, listeners and TLS come and go under it; the sockets and the connections stay.
@Component(
        service = ApiServer.class,
        configurationPid = "dev.gantry.http",
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
public final class HttpApiServer implements ApiServer {

    private final Routes routes = new Routes(ServiceSlot.WAIT_LIMIT);
    private final ServiceSlot<JsonCodec> json = new ServiceSlot<>("the JSON codec");
    private final TlsSetup tls;
    private final ListenerSchemes listeners = new ListenerSchemes();
    private final OpenConnections open;
    private final ServerSockets sockets;
    private volatile String group;
    private boolean stopped;

    /// Takes over the sockets that an earlier version of this bundle left, and serves them on.
    ///
    /// @param settings `group`: owner group of unix sockets; `tls`: whether TCP is to be served by TLS only. Both may change while
    ///     the server runs, and hold for what is opened after
    @Activate
    public HttpApiServer(Map<String, Object> settings) {
        this(settings, Limits.standard());
    }

    HttpApiServer(Map<String, Object> settings, Limits limits) {
        this.group = group(settings);
        this.tls = new TlsSetup(settings);
        this.open = new OpenConnections(limits.connections());
        Dispatcher dispatcher = new Dispatcher(routes, json);
        this.sockets = new ServerSockets(socket -> new ConnectionInitializer(socket, limits, dispatcher, open, tls));
        List<ParkedSockets.Parked> parked = ParkedSockets.take();
        parked.forEach(each -> sockets.adopt(each.host(), each.socket()));
        if (!parked.isEmpty()) {
            sockets.serve();
        }
    }

    private static String group(Map<String, Object> settings) {
        return settings.get("group") instanceof String name ? name : "docker";
    }

    @Modified
    void modified(Map<String, Object> settings) {
        group = group(settings);
        tls.configure(settings);
    }

    /// Unless the server was stopped, the sockets stay open for the next version of this bundle.
    @Deactivate
    void deactivate() throws InterruptedException {
        if (!stopped) {
            if (sockets.isServing()) {
                ParkedSockets.park(sockets.release());
            } else {
                sockets.listening().forEach(sockets::close);
            }
            open.stop(ServiceSlot.DRAIN_LIMIT);
        }
        sockets.shutdown();
    }

    @Override
    public synchronized List<String> bind(List<String> hosts) {
        Set<String> wanted = new LinkedHashSet<>(hosts);
        List<ServerSockets.Listening> before = sockets.listening();
        Map<String, List<BoundSocket>> opened = listeners.open(wanted.stream()
                .filter(host -> before.stream().noneMatch(l -> l.host().equals(host)))
                .map(host -> Map.entry(host, ListenAddress.parse(host, group)))
                .toList());
        opened.forEach((host, bound) -> bound.forEach(socket -> sockets.adopt(host, socket)));
        before.stream().filter(l -> !wanted.contains(l.host())).forEach(sockets::close);
        return addresses();
    }

    private List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        sockets.listening().forEach(l -> addresses.add(l.socket().address()));
        return addresses;
    }

    @Override
    public synchronized void serve() {
        sockets.serve();
    }

    @Override
    public synchronized boolean stop(Duration grace) {
        stopped = true;
        sockets.listening().forEach(sockets::close);
        try {
            return open.stop(grace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public Status status() {
        return new Status(addresses(), sockets.isServing(), open.size(), open.requests());
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRouter(Router router, Map<String, Object> properties) {
        routes.add(router, ranking(properties));
    }

    void unbindRouter(Router router) {
        routes.remove(router);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMiddleware(Middleware middleware, Map<String, Object> properties) {
        routes.add(middleware, ranking(properties));
    }

    void unbindMiddleware(Middleware middleware) {
        routes.remove(middleware);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindListener(Listener listener, Map<String, Object> properties) {
        listeners.bind(String.valueOf(properties.get(Listener.SCHEME)), listener);
    }

    void unbindListener(Listener listener, Map<String, Object> properties) {
        listeners.unbind(String.valueOf(properties.get(Listener.SCHEME)), listener);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTls(TlsContext context) {
        tls.bind(context);
    }

    void unbindTls(TlsContext context) {
        tls.unbind(context);
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

    private static int ranking(Map<String, Object> properties) {
        return properties.get("service.ranking") instanceof Integer ranking ? ranking : 0;
    }
}
