package dev.gantry.network.core;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.Netlink;
import dev.gantry.api.linux.NetlinkSocket;
import dev.gantry.api.linux.Route;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.NetworkDriver;
import dev.gantry.api.network.Subnet;
import dev.gantry.network.core.CoreSettings.AddressSettings;
import dev.gantry.network.core.CoreSettings.BridgeSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The networks that always exist, and the make-up of the default bridge.
final class Predefined {
    private static final Logger log = LoggerFactory.getLogger(Predefined.class);
    private static final Set<String> NAMES = Set.of("bridge", "host", "none", "default");
    private static final String NO_BRIDGE = "none";

    /// The device that the driver makes itself, also when it is named.
    private static final String USUAL_BRIDGE = "docker0";

    private final NetworkRegistry networks;
    private final Supplier<CoreSettings> settings;
    private final Netlink netlink;

    Predefined(NetworkRegistry networks, Supplier<CoreSettings> settings, Netlink netlink) {
        this.networks = networks;
        this.settings = settings;
        this.netlink = netlink;
    }

    static boolean isName(String name) {
        return NAMES.contains(name);
    }

    static boolean hasBridge(CoreSettings settings) {
        return !settings.bridge().device().equals(NO_BRIDGE);
    }

    void register() {
        networks.predefined(NetworkRegistry.HOST, "host", Map.of());
        networks.predefined(NetworkRegistry.NONE, NetworkRegistry.NULL_DRIVER, Map.of());
        Network bridge = networks.named(NetworkRegistry.BRIDGE);
        if (hasBridge(settings.get())) {
            networks.predefined(NetworkRegistry.BRIDGE, "bridge", Map.of());
        } else if (bridge != null) {
            networks.remove(bridge);
        }
    }

    /// A bridge that is named is the operator's, as at the start: the name may be a slip, and the driver would make the device.
    ///
    /// @throws EngineException INVALID_PARAMETER when it is not there
    void requireBridge(CoreSettings next) {
        String device = next.bridge().device();
        if (device.isEmpty() || device.equals(USUAL_BRIDGE) || !hasBridge(next)) {
            return;
        }
        try (NetlinkSocket socket = netlink.open()) {
            if (socket.link(device) == null) {
                throw ConfigChange.refusal(
                        "bridge", "bridge device with non default name " + device + " must be created manually");
            }
        } catch (IOException e) {
            throw EngineException.system("cannot look for the bridge " + device + ": " + e.getMessage(), e);
        }
    }

    /// Brings the default bridge in line with the settings and with what stands in the kernel. While containers are on it, what would
    /// cut them off stays as it is.
    ///
    /// @param present the containers' endpoints
    /// @return the network as it is now
    Network settle(Network stored, NetworkDriver driver, Collection<Endpoint> present) {
        boolean inUse = !present.isEmpty() && !stored.subnets().isEmpty();
        Network settled;
        try {
            settled = plan(settings.get(), stored, driver, inUse);
            if (inUse) {
                BridgeInUse.check(stored, settled, present, key -> false);
            }
        } catch (EngineException e) {
            if (!inUse) {
                throw e;
            }
            log.warn("the default bridge keeps its addresses while containers are on it: {}", e.getMessage());
            Map<String, String> options = new HashMap<>(stored.options());
            options.putAll(settings.get().bridge().options());
            settled = with(stored, stored.subnets(), options);
        }
        networks.put(settled);
        return settled;
    }

    /// What the default bridge is to be made of. Changes nothing.
    ///
    /// @param sameDevice whether it keeps its device where the settings name none
    /// @throws EngineException INVALID_PARAMETER for addresses that do not go together
    Network plan(CoreSettings next, Network stored, NetworkDriver driver, boolean sameDevice) {
        BridgeSettings bridge = next.bridge();
        Map<String, String> options = new HashMap<>(bridge.options());
        String known = stored.options().getOrDefault(DriverOptions.BRIDGE_NAME, "");
        String device = bridge.device().isEmpty() && sameDevice ? known : bridge.device();
        if (!device.isEmpty()) {
            options.put(DriverOptions.BRIDGE_NAME, device);
        }
        List<Boolean> families = bridge.ipv6() ? List.of(false, true) : List.of(false);
        List<Subnet> wanted = new ArrayList<>();
        for (boolean ipv6 : families) {
            AddressSettings addresses = bridge.of(ipv6);
            if (addresses.address() != null) {
                wanted.add(subnet(addresses.address(), addresses));
            }
        }
        Network prepared = driver.prepare(with(stored, wanted, options));
        List<Subnet> subnets = new ArrayList<>();
        for (boolean ipv6 : families) {
            subnets.add(subnet(next, prepared, stored, ipv6));
        }
        return with(prepared, subnets, prepared.options());
    }

    /// The subnet that was configured or stands on the device, else a chosen one.
    private Subnet subnet(CoreSettings next, Network prepared, Network stored, boolean ipv6) {
        AddressSettings addresses = next.bridge().of(ipv6);
        Subnet standing = of(prepared, ipv6);
        IpPrefix range = addresses.range();
        if (standing != null && standing.gateway() != null) {
            boolean fits = range == null || contains(standing.prefix(), range);
            if (fits || addresses.address() != null) {
                return subnet(new IpPrefix(standing.gateway(), standing.prefix().length()), addresses);
            }
        }
        IpPrefix chosen = ipv6 && range != null ? range.network() : choose(next, stored, ipv6);
        if (range != null && (ipv6 || !contains(chosen, range))) {
            // Without an address of the bridge, the range is the whole subnet.
            AddressSettings whole = new AddressSettings(null, null, addresses.gateway());
            return subnet(first(range.network()), whole);
        }
        return subnet(first(chosen), addresses);
    }

    private static boolean contains(IpPrefix subnet, IpPrefix range) {
        return subnet.length() <= range.length()
                && subnet.contains(range.network().address());
    }

    private static @Nullable Subnet of(Network network, boolean ipv6) {
        return network.subnets().stream()
                .filter(subnet -> subnet.prefix().isIpv6() == ipv6)
                .findFirst()
                .orElse(null);
    }

    private static IpPrefix first(IpPrefix prefix) {
        return new AddressPool(new Subnet(prefix, null, null, Map.of())).next("");
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

    /// The subnet of a bridge that has this address. The container's gateway may be another machine; the bridge's address is
    /// taken then, under Docker's name for that.
    private static Subnet subnet(IpPrefix address, AddressSettings settings) {
        boolean ipv6 = address.isIpv6();
        InetAddress gateway = settings.gateway();
        IpPrefix network = address.network();
        if (settings.range() != null && !contains(network, settings.range())) {
            throw ConfigChange.refusal(
                    ipv6 ? "fixed-cidr-v6" : "fixed-cidr",
                    settings.range() + " is not in the bridge's subnet " + network);
        }
        if (gateway != null && !network.contains(gateway)) {
            throw ConfigChange.refusal(
                    ipv6 ? "default-gateway-v6" : "default-gateway",
                    IpPrefix.text(gateway) + " is not in the bridge's subnet " + network);
        }
        String name = ipv6 ? "DefaultGatewayIPv6" : "DefaultGatewayIPv4";
        Map<String, InetAddress> auxiliary = gateway == null ? Map.of() : Map.of(name, gateway);
        return new Subnet(network, settings.range(), address.address(), auxiliary);
    }

    private IpPrefix choose(CoreSettings next, Network stored, boolean ipv6) {
        List<IpPrefix> taken = new ArrayList<>(networks.subnetsBut(stored.id()));
        // What the bridge had before is free for it again, although its own route may still stand.
        Subnet standing = of(stored, ipv6);
        IpPrefix before = standing == null ? null : standing.prefix();
        for (IpPrefix route : onLinkRoutes()) {
            if (!route.equals(before)) {
                taken.add(route);
            }
        }
        return before != null && taken.stream().noneMatch(before::overlaps)
                ? before
                : SubnetPool.firstFree(next.pools(), ipv6, taken);
    }

    private List<IpPrefix> onLinkRoutes() {
        try (NetlinkSocket socket = netlink.open()) {
            return socket.routes().stream()
                    .filter(route ->
                            route.gateway() == null && route.destination().length() > 0)
                    .map(Route::destination)
                    .toList();
        } catch (IOException e) {
            throw EngineException.system("cannot read the host's routes: " + e.getMessage(), e);
        }
    }
}
