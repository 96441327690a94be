package dev.gantry.network.core;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.api.event.Events;
import dev.gantry.api.lease.NamedServices;
import dev.gantry.api.linux.Namespaces;
import dev.gantry.api.linux.Netlink;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.NetworkDriver;
import dev.gantry.api.network.Networks;
import dev.gantry.api.network.Sandbox;
import dev.gantry.api.network.SandboxRequest;
import dev.gantry.api.network.Sandboxes;
import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.NetworkCreateRequest;
import dev.gantry.api.types.NetworkCreateResponse;
import dev.gantry.api.types.NetworkInspect;
import dev.gantry.api.types.NetworkSettings;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/// The network services, put together. State is on disk: a new instance takes over where the old one stopped.
@Component(
        service = {Networks.class, Sandboxes.class, Reconfigurable.class},
        configurationPid = "dev.gantry.network",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class NetworkCore implements Networks, Sandboxes, Reconfigurable {
    private final NetworkRegistry registry;
    private final Drivers drivers = new Drivers();
    private final NetworkEvents events = new NetworkEvents();
    private final Modes modes;
    private final SandboxTable table;
    private final EndpointJoiner joiner;
    private final SandboxLife life;
    private final RunningChanges changes;
    private final NetworkViews views;
    private final NetworkReload reload;

    /// @param files keeps state
    /// @param ports takes ports of the host
    /// @param namespaces makes namespaces
    /// @param netlink reads routes and reaches into namespaces
    /// @param config `dev.gantry.network`
    @Activate
    public NetworkCore(
            @Reference StateFiles files,
            @Reference HostPorts ports,
            @Reference Namespaces namespaces,
            @Reference Netlink netlink,
            Map<String, Object> config) {
        this(files, ports, namespaces, netlink, CoreSettings.of(config));
    }

    NetworkCore(StateFiles files, HostPorts ports, Namespaces namespaces, Netlink netlink, CoreSettings first) {
        AtomicReference<CoreSettings> settings = new AtomicReference<>(first);
        ReadWriteLock steady = new ReentrantReadWriteLock();
        this.registry = new NetworkRegistry(files, first.stateDirectory());
        SandboxStore store = new SandboxStore(files, first.runDirectory());
        NameFiles names = new NameFiles(files, () -> settings.get().names());
        Predefined predefined = new Predefined(registry, settings::get, netlink);
        this.modes = new Modes(registry, drivers, settings::get);
        this.table = new SandboxTable(store, new SettingsView(registry));
        this.joiner = new EndpointJoiner(
                registry, ports, () -> settings.get().relay(), drivers, store, netlink, steady.readLock());
        this.life = new SandboxLife(table, modes, joiner, names, namespaces, events);
        this.changes = new RunningChanges(table, modes, joiner, names, events);
        this.views = new NetworkViews(registry, table);
        this.reload = new NetworkReload(registry, table, drivers, predefined, settings, steady.writeLock());
        predefined.register();
        life.restore();
    }

    /// Nothing to do: what changes comes through [#prepare], and this keeps the component, and so the sockets of published ports.
    @Modified
    void modified() {}

    @Override
    public Preparation prepare(ConfigChange change) {
        return reload.prepare(change);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindDriver(NetworkDriver driver, Map<String, Object> properties) {
        drivers.bind(
                name(properties),
                driver,
                NamedServices.ranking(properties),
                arrived -> reload.introduce(name(properties), arrived));
    }

    void unbindDriver(NetworkDriver driver, Map<String, Object> properties) {
        drivers.unbind(name(properties), driver);
    }

    private static String name(Map<String, Object> properties) {
        return String.valueOf(properties.get(NetworkDriver.NAME));
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEvents(Events service) {
        events.bind(service);
    }

    void unbindEvents(Events service) {
        events.unbind(service);
    }

    /// Lets go of ports and sockets; containers keep their networks.
    @Deactivate
    public void close() {
        drivers.close();
        table.all().forEach(live -> {
            live.closeSocket();
            live.ports.values().forEach(PortHold::close);
        });
    }

    @Override
    public List<NetworkInspect> list() {
        return views.list();
    }

    @Override
    public NetworkInspect inspect(String nameOrId) {
        return views.inspect(registry.resolve(nameOrId));
    }

    @Override
    public NetworkCreateResponse create(NetworkCreateRequest request) {
        return views.create(request, drivers::isKnown);
    }

    @Override
    public void remove(String nameOrId) {
        views.remove(registry.resolve(nameOrId));
    }

    @Override
    public boolean isPredefined(String name) {
        return Predefined.isName(name);
    }

    @Override
    public Set<String> drivers() {
        return drivers.names();
    }

    @Override
    public List<InetAddress> hostGateway() {
        return modes.hostGateway();
    }

    @Override
    public Sandbox create(SandboxRequest request) {
        return life.create(request);
    }

    @Override
    public NetworkSettings join(String containerId) {
        return life.join(containerId);
    }

    @Override
    public void release(String containerId) {
        life.release(containerId);
    }

    @Override
    public void retain(Set<String> runningContainerIds) {
        Set<String> running = Set.copyOf(runningContainerIds);
        Collection<LiveSandbox> gone = table.all().stream()
                .filter(live -> !running.contains(live.stored.containerId()))
                .toList();
        Thread.ofVirtual().name("network-leftovers").start(() -> {
            gone.forEach(live -> life.release(live.stored.containerId()));
            life.sweepNamespaces();
            for (Network network : registry.all()) {
                drivers.runIfPresent(
                        network.driver(), driver -> driver.sweep(network, () -> table.endpoints(network.id())));
            }
        });
    }

    @Override
    public @Nullable NetworkSettings settings(String containerId) {
        LiveSandbox live = table.find(containerId);
        return live == null || live.released ? null : table.view().of(live.stored);
    }

    @Override
    public NetworkSettings connect(String containerId, String network, @Nullable EndpointSettings wanted) {
        return changes.connect(containerId, registry.resolve(network), wanted);
    }

    @Override
    public NetworkSettings disconnect(String containerId, String network) {
        return changes.disconnect(containerId, registry.resolve(network));
    }

    @Override
    public void rename(String containerId, String containerName) {
        changes.rename(containerId, containerName);
    }

    @Override
    public void readdress(String containerId, String names, InetAddress address) {
        changes.readdress(containerId, names, address);
    }

    @Override
    public void validate(SandboxRequest request) {
        modes.validate(request);
    }
}
