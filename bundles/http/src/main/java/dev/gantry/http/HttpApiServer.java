package dev.gantry.http;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.api.http.ApiServer;
import dev.gantry.api.http.Middleware;
import dev.gantry.api.http.Router;
import dev.gantry.api.http.TlsContext;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.OutlivingSlots;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.listener.Listener;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.UnixChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.EventHook;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The API server. Routers, middleware, listeners and TLS come and go under it; the sockets and the connections stay.
@Component(
        service = {ApiServer.class, Reconfigurable.class},
        // Not for as long as somebody uses it only: connections outlive the conductor's updates.
        immediate = true,
        configurationPid = "dev.gantry.http",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class HttpApiServer implements ApiServer, Reconfigurable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApiServer.class);

    private final Routes routes = new Routes(ServiceSlot.WAIT_LIMIT);
    private final Afterlife afterlife = new Afterlife(routes);
    private final ServiceSlot<JsonCodec> json = afterlife.json();
    private final TlsSetup tls;
    private final ListenerSchemes listeners = new ListenerSchemes();
    private final OpenConnections open;
    private final ServerSockets sockets;
    private final ListeningSet set;
    private final SwapGate gate = new SwapGate(ServiceSlot.WAIT_LIMIT);
    private @Nullable ServiceRegistration<EventHook> hook;
    private volatile ServerSettings settings;
    private volatile Consumer<String> failure = _ -> {};
    private volatile boolean stopped;
    /// What its component is told then is not for what stays: [Afterlife] tells that.
    private volatile boolean left;
    private @Nullable BundleContext context;

    /// Opens nothing yet.
    ///
    /// @param settings see [ServerSettings]. They may change while the server runs, and hold for what is opened after
    @Activate
    public HttpApiServer(
            Map<String, Object> settings, BundleContext context, @Reference ServiceComponentRuntime components) {
        this(settings, Limits.standard(), Thread::sleep);
        this.context = context;
        // No service of this component: the framework would ask for it while the component is being made.
        Departures departures = new Departures(new Dependents(components)::standOn, gate);
        hook = context.registerService(EventHook.class, (event, _) -> departures.hear(event), null);
    }

    HttpApiServer(Map<String, Object> settings, Limits limits, Exposure.Pause pause) {
        this.settings = ServerSettings.of(settings);
        this.tls = new TlsSetup(settings);
        this.routes.authorize(this.settings.authorizes());
        this.open = new OpenConnections(limits.connections());
        Dispatcher dispatcher = new Dispatcher(routes, json, gate);
        this.sockets = new ServerSockets(
                socket -> new ConnectionInitializer(socket, limits, dispatcher, open, tls), this::failed);
        this.set = new ListeningSet(listeners, sockets, new Exposure(pause));
    }

    /// Takes over what an earlier version of this bundle left; only now, as routers and middleware are here, or are waited for.
    @Activate
    void takeOver() {
        routes.recall(Remembered.take());
        List<ParkedSockets.Parked> parked = ParkedSockets.take();
        for (ParkedSockets.Parked each : parked) {
            try {
                if (each.isListening()) {
                    sockets.adopt(each.host(), each.socket());
                } else {
                    sockets.adopt(each.connection(), each.socket());
                }
            } catch (ChannelException e) {
                // One that cannot be taken must not cost the others.
                LOG.error("a connection of the version before is lost: {}", e.getMessage());
            }
        }
        if (!parked.isEmpty()) {
            sockets.serve();
        }
    }

    @Modified
    void modified(Map<String, Object> changed) {
        settings = ServerSettings.of(changed);
        tls.configure(changed);
        routes.authorize(settings.authorizes());
    }

    /// New addresses are open before anything changes; addresses that stay and connections that are open notice nothing.
    @Override
    public synchronized Preparation prepare(ConfigChange change) {
        return stopped
                ? Preparation.NOTHING
                : set.prepare(change, ServerSettings.of(change.after().values()));
    }

    /// Unless the server was stopped, sockets and connections stay open for the next version of this bundle. Streams go on in
    /// this one until they end, connections with TLS until their next answer.
    @Deactivate
    void deactivate() throws InterruptedException {
        if (hook != null) {
            hook.unregister();
        }
        if (stopped || !sockets.isServing()) {
            sockets.listening().forEach(sockets::close);
            sockets.shutdown();
            return;
        }
        routes.known().leave();
        ParkedSockets parked = new ParkedSockets();
        sockets.release().forEach(each -> parked.add(each.host(), each.socket()));
        sockets.settle();
        open.handOver(
                channel -> parked.add(((UnixChannel) channel).fd().intValue(), ConnectionInitializer.takenBy(channel)),
                ServiceSlot.DRAIN_LIMIT);
        parked.park();
        OwnClasses.load();
        // What leaves before this has begun is still unbound.
        OutlivingSlots.Stream lasting = context == null ? () -> {} : afterlife.begin(context);
        left = true;
        open.whenClosed(() -> Thread.ofVirtual().name("http streams over").start(() -> {
            lasting.close();
            sockets.shutdown();
        }));
    }

    @Override
    public synchronized List<String> bind(List<String> hosts) {
        set.take(sockets.isServing() ? set.open(hosts, settings) : set.start(hosts, settings));
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
    public synchronized void refuse() {
        stopped = true;
        sockets.listening().forEach(sockets::close);
        open.closeIdle();
    }

    @Override
    public boolean stop(Duration grace) {
        refuse();
        try {
            return open.stop(grace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public boolean isAnswering(Duration limit) throws InterruptedException {
        return !stopped && sockets.isAnswering(limit);
    }

    @Override
    public void onFailure(Consumer<String> end) {
        failure = end;
    }

    private void failed(String reason) {
        failure.accept(reason);
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
        if (!left) {
            routes.remove(router);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMiddleware(Middleware middleware, Map<String, Object> properties) {
        routes.add(middleware, ranking(properties));
    }

    void unbindMiddleware(Middleware middleware) {
        if (!left) {
            routes.remove(middleware);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindListener(Listener listener, Map<String, Object> properties) {
        listeners.bind(String.valueOf(properties.get(Listener.SCHEME)), listener, ranking(properties));
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
        if (!left) {
            tls.unbind(context);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindJson(JsonCodec codec) {
        json.bind(codec);
    }

    void unbindJson(JsonCodec codec) {
        if (!left) {
            json.unbind(codec);
        }
    }

    private static int ranking(Map<String, Object> properties) {
        return properties.get("service.ranking") instanceof Integer ranking ? ranking : 0;
    }
}
