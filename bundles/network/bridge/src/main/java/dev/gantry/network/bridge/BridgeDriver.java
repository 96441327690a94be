package dev.gantry.network.bridge;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.ConnectionTracking;
import dev.gantry.api.linux.FilterLosses;
import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.Link;
import dev.gantry.api.linux.Netlink;
import dev.gantry.api.linux.NetlinkSocket;
import dev.gantry.api.linux.PacketFilter;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.NetworkDriver;
import dev.gantry.api.network.PublishedPort;
import dev.gantry.api.network.Subnet;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The network driver `bridge`.
@Component(
        service = {NetworkDriver.class, Reconfigurable.class},
        property = NetworkDriver.NAME + "=bridge",
        configurationPid = "dev.gantry.network",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class BridgeDriver implements NetworkDriver, Reconfigurable {
    private static final Logger log = LoggerFactory.getLogger(BridgeDriver.class);
    private static final String VETH = "veth";
    private static final int VETH_DIGITS = 7;

    private final NetlinkSocket host;
    private final PacketFilter filter;
    private volatile BridgeSettings settings;
    private final HostBridge bridge;
    private final Rules rules;
    private final ConnectionTracking flows;
    private final LinkRemoval removal;
    private final RuleGuard guard;
    private final Map<String, Integer> indexes = new ConcurrentHashMap<>();

    /// @param netlink reaches the host's devices
    /// @param filter takes the rules
    /// @param flows forgets old flows to published UDP ports
    /// @param losses tells of rules that somebody else removes
    /// @param config `dev.gantry.network`
    @Activate
    public BridgeDriver(
            @Reference Netlink netlink,
            @Reference PacketFilter filter,
            @Reference ConnectionTracking flows,
            @Reference FilterLosses losses,
            Map<String, Object> config)
            throws IOException {
        this(netlink, filter, flows, losses, BridgeSettings.of(config));
    }

    BridgeDriver(
            Netlink netlink,
            PacketFilter filter,
            ConnectionTracking flows,
            FilterLosses losses,
            BridgeSettings settings)
            throws IOException {
        this.host = netlink.open();
        this.filter = filter;
        this.settings = settings;
        this.bridge = new HostBridge(host, settings);
        this.flows = flows;
        this.removal = new LinkRemoval(netlink);
        boolean raw = !"1".equals(System.getenv("DOCKER_INSECURE_NO_IPTABLES_RAW"));
        this.rules = filter.hasNftables() ? new NftRules(filter, settings) : new IptablesRules(filter, settings, raw);
        this.guard = new RuleGuard(rules, losses);
    }

    /// Takes other settings. They hold for each network when it is restored the next time, which the core does at the end of a reload:
    /// until then everything stands as it was.
    @Modified
    public void modified(Map<String, Object> config) {
        settings = BridgeSettings.of(config);
        bridge.settings(settings);
        rules.settings(settings);
    }

    /// Refuses to filter where there is nothing to do it with.
    @Override
    public Preparation prepare(ConfigChange change) {
        for (Family family : Family.values()) {
            String key = family.isIpv6() ? "ip6tables" : "iptables";
            if (change.concerns(key) && change.after().flag(key) && !filter.hasNftables()) {
                try {
                    filter.restore(family.isIpv6(), "*filter\nCOMMIT\n");
                } catch (IOException e) {
                    throw ConfigChange.refusal(key, "the packet filter cannot be programmed: " + e.getMessage());
                }
            }
        }
        return Preparation.NOTHING;
    }

    @Override
    public Attachment attachment() {
        return Attachment.INTERFACE;
    }

    @Override
    public Network prepare(Network network) {
        Map<String, String> options = new HashMap<>(network.options());
        try {
            if ("true".equals(options.get(BridgeOptions.DEFAULT_BRIDGE)) && !options.containsKey(BridgeOptions.NAME)) {
                options.put(BridgeOptions.NAME, bridge.chooseDevice());
            }
            Network named = with(network, network.subnets(), options);
            return with(named, kept(named), options);
        } catch (IOException e) {
            throw failure("cannot look at the host's bridges", e);
        }
    }

    /// The network's subnets, or for a bridge that stands already and has none, the one of its address.
    private List<Subnet> kept(Network network) throws IOException {
        List<Subnet> subnets = new ArrayList<>(network.subnets());
        if (subnets.stream().allMatch(s -> s.prefix().isIpv6())) {
            IpPrefix standing = bridge.addressOn(BridgeOptions.of(network).device(), Family.IPV4);
            if (standing != null) {
                subnets.addFirst(new Subnet(standing.network(), null, standing.address(), Map.of()));
            }
        }
        return subnets;
    }

    private static Network with(Network network, List<Subnet> subnets, Map<String, String> options) {
        return new Network(
                network.id(),
                network.name(),
                network.driver(),
                network.created(),
                network.internal(),
                subnets,
                options,
                network.labels());
    }

    @Override
    public void restore(Network network, Collection<Endpoint> endpoints) {
        BridgeOptions options = BridgeOptions.of(network);
        try {
            indexes.put(network.id(), bridge.ensure(options));
            rules.replace(network, options, endpoints);
            for (Family family : options.families()) {
                if (bridge.forward(family) && settings.close()) {
                    rules.closeForwarding(family);
                }
            }
            rules.passOthers(network, options);
        } catch (IOException e) {
            throw failure("failed to set up bridge " + options.device(), e);
        }
    }

    @Override
    public void remove(Network network) {
        BridgeOptions options = BridgeOptions.of(network);
        indexes.remove(network.id());
        try {
            rules.clear(network);
            bridge.remove(options.device());
        } catch (IOException e) {
            throw failure("failed to remove bridge " + options.device(), e);
        }
    }

    @Override
    public void join(Network network, Endpoint endpoint, Path namespace, NetlinkSocket inside, boolean defaultGateway) {
        BridgeOptions options = BridgeOptions.of(network);
        String veth = veth(endpoint.id());
        try {
            int master = index(network, options);
            host.addVeth(veth, endpoint.interfaceName(), namespace, endpoint.mac(), options.mtu());
            connect(options, endpoint, veth, master, inside, defaultGateway && !options.internal());
            rules.add(network, endpoint);
            forgetFlows(endpoint);
        } catch (IOException e) {
            leave(network, endpoint);
            throw failure("failed to add interface " + veth + " to sandbox", e);
        }
        Thread.ofVirtual().start(() -> passOthers(network, options));
    }

    private int index(Network network, BridgeOptions options) throws IOException {
        Integer known = indexes.get(network.id());
        Link link = known == null ? null : host.link(options.device());
        if (known != null && link != null && link.index() == known) {
            return known;
        }
        // Somebody removed the device: it is made again.
        int index = bridge.ensure(options);
        indexes.put(network.id(), index);
        return index;
    }

    private void connect(
            BridgeOptions options, Endpoint endpoint, String veth, int master, NetlinkSocket inside, boolean gateway)
            throws IOException {
        int outer = required(host, veth);
        host.setMaster(outer, master);
        host.setHairpin(outer, true);
        host.setUp(outer, true);
        int inner = required(inside, endpoint.interfaceName());
        for (IpPrefix address : new IpPrefix[] {endpoint.ipv4(), endpoint.ipv6()}) {
            if (address != null) {
                inside.addAddress(inner, address);
            }
        }
        inside.setUp(inner, true);
        for (Family family : options.families()) {
            InetAddress route = options.route(family);
            IpPrefix address = family.address(endpoint);
            if (address == null) {
                continue;
            }
            if (gateway && route != null) {
                inside.addRoute(inner, null, route);
            }
            host.setNeighbour(master, address.address(), endpoint.mac());
        }
    }

    private static int required(NetlinkSocket socket, String name) throws IOException {
        Link link = socket.link(name);
        if (link == null) {
            throw new IOException("link " + name + " has disappeared");
        }
        return link.index();
    }

    private void passOthers(Network network, BridgeOptions options) {
        try {
            rules.passOthers(network, options);
        } catch (IOException e) {
            log.warn("network {}: another packet filter may drop its traffic: {}", network.name(), e.getMessage());
        }
    }

    @Override
    public void leave(Network network, Endpoint endpoint) {
        try {
            rules.remove(network, endpoint);
            forgetFlows(endpoint);
        } catch (IOException e) {
            log.warn(
                    "network={} endpoint={}: its ports are still published: {}",
                    network.name(),
                    endpoint.id(),
                    e.getMessage());
        }
        removal.later(veth(endpoint.id()));
    }

    private void forgetFlows(Endpoint endpoint) throws IOException {
        for (PublishedPort port : endpoint.ports()) {
            boolean ipv6 = port.hostAddress().getAddress().length == 16;
            IpPrefix container = (ipv6 ? Family.IPV6 : Family.IPV4).address(endpoint);
            if (port.protocol().equals("udp") && container != null) {
                flows.forgetUdp(container.address(), port.hostPort());
            }
        }
    }

    @Override
    public void sweep(Network network, Supplier<List<Endpoint>> present) {
        Integer master = indexes.get(network.id());
        if (master == null) {
            return;
        }
        try {
            rules.keepOnly(Set.copyOf(indexes.keySet()));
            List<Link> links = host.links();
            Set<String> kept = new HashSet<>();
            present.get().forEach(endpoint -> kept.add(veth(endpoint.id())));
            for (Link link : links) {
                if (link.master() == master && link.name().startsWith(VETH) && !kept.contains(link.name())) {
                    removal.later(link.name());
                }
            }
        } catch (IOException e) {
            log.warn("network={}: leftover interfaces stay: {}", network.name(), e.getMessage());
        }
    }

    private static String veth(String endpointId) {
        return VETH + endpointId.substring(0, VETH_DIGITS);
    }

    private static EngineException failure(String what, IOException cause) {
        return EngineException.system(what + ": " + cause.getMessage(), cause);
    }

    /// Ends the sockets; devices and rules stay for a successor.
    @Deactivate
    public void close() {
        guard.close();
        removal.close();
        host.close();
    }
}
