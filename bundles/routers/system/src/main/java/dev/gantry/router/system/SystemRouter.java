package dev.gantry.router.system;

import dev.gantry.api.config.LifecycleListener;
import dev.gantry.api.container.Containers;
import dev.gantry.api.event.Events;
import dev.gantry.api.http.Route;
import dev.gantry.api.http.Router;
import dev.gantry.api.image.Images;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.linux.Machine;
import dev.gantry.api.logging.ContainerLogs;
import dev.gantry.api.network.Networks;
import dev.gantry.api.oci.OciSpecs;
import dev.gantry.api.registry.Registry;
import dev.gantry.api.runtime.RuntimeVersion;
import dev.gantry.api.volume.Volumes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine as a whole: ping, version, info, events, login, disk usage. What it calls may be swapped under it.
@Component(
        service = {Router.class, LifecycleListener.class},
        immediate = true,
        configurationPid = "dev.gantry.system",
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
public final class SystemRouter implements Router, LifecycleListener {
    private static final Logger LOG = LoggerFactory.getLogger(SystemRouter.class);

    private final SystemServices services = new SystemServices();
    private final SystemSettings settings;
    private final Executor beside;
    private final Consumer<String> log;
    private volatile boolean starting;

    /// @param settings the daemon's, as they are shown by info
    @Activate
    public SystemRouter(Map<String, Object> settings) {
        this(settings, task -> Thread.ofVirtual().name("warnings").start(task), LOG::warn);
    }

    /// @param beside runs what the daemon's start need not wait for
    /// @param log is told the warnings
    SystemRouter(Map<String, Object> settings, Executor beside, Consumer<String> log) {
        this.settings = new SystemSettings(settings);
        this.beside = beside;
        this.log = log;
    }

    @Override
    public void starting(String step) {
        starting = true;
    }

    /// What info warns of is in the log of the start, too. An update of this bundle is none.
    @Override
    public void ready() {
        if (starting) {
            starting = false;
            beside.execute(this::warn);
        }
    }

    @Override
    public void stopping() {}

    private void warn() {
        List<String> warnings = new InfoCollector(services, settings).collect().Warnings();
        if (warnings != null) {
            warnings.forEach(log);
        }
    }

    /// They are only shown; nobody has to be cut off for them.
    @Modified
    void modified(Map<String, Object> fresh) {
        settings.replace(fresh);
    }

    /// Streams of events go on.
    @Deactivate
    void leave(BundleContext bundle) {
        services.all.leave(bundle);
    }

    @Override
    public List<Route> routes() {
        PingRoute ping = new PingRoute(settings);
        return List.of(
                Route.get("/_ping", ping),
                Route.head("/_ping", ping),
                new Route("OPTIONS", "/{any:.*}", exchange -> exchange.respondEmpty(200)),
                Route.get("/version", new VersionRoute(services, settings)),
                Route.get("/info", new InfoRoute(services, settings)),
                Route.get("/events", new EventsRoute(services)),
                Route.post("/auth", new AuthRoute(services)),
                Route.get("/system/df", new DiskUsageRoute(services)));
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindContainers(Containers service) {
        services.containers.bind(service);
    }

    void unbindContainers(Containers service) {
        services.containers.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindImages(Images service) {
        services.images.bind(service);
    }

    void unbindImages(Images service) {
        services.images.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindVolumes(Volumes service) {
        services.volumes.bind(service);
    }

    void unbindVolumes(Volumes service) {
        services.volumes.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindNetworks(Networks service) {
        services.networks.bind(service);
    }

    void unbindNetworks(Networks service) {
        services.networks.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEvents(Events service) {
        services.events.bind(service);
    }

    void unbindEvents(Events service) {
        services.events.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRegistry(Registry service) {
        services.registry.bind(service);
    }

    void unbindRegistry(Registry service) {
        services.registry.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRuntime(RuntimeVersion service) {
        services.runtime.bind(service);
    }

    void unbindRuntime(RuntimeVersion service) {
        services.runtime.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindLogs(ContainerLogs service) {
        services.logs.bind(service);
    }

    void unbindLogs(ContainerLogs service) {
        services.logs.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSpecs(OciSpecs service) {
        services.specs.bind(service);
    }

    void unbindSpecs(OciSpecs service) {
        services.specs.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMachine(Machine service) {
        services.machine.bind(service);
    }

    void unbindMachine(Machine service) {
        services.machine.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindJson(JsonCodec service) {
        services.json.bind(service);
    }

    void unbindJson(JsonCodec service) {
        services.json.unbind(service);
    }
}
