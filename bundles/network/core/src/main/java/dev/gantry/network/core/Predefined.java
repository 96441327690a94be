package dev.gantry.network.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.Netlink;
import dev.gantry.api.linux.NetlinkSocket;
import dev.gantry.api.linux.Route;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.NetworkDriver;
import dev.gantry.api.network.Subnet;
import dev.gantry.network.core.CoreSettings.AddressSettings;
import dev.gantry.network.core.CoreSettings.BridgeSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The networks that always exist, and the make-up of the default bridge.
final class Predefined {
    private static final Set<String> NAMES = Set.of("bridge", "host", "none", "default");
    private static final String NO_BRIDGE = "none";

    private final NetworkRegistry networks;
    private final CoreSettings settings;
    private final Netlink netlink;

    Predefined(NetworkRegistry networks, CoreSettings settings, Netlink netlink) {
        this.networks = networks;
        this.settings = settings;
        this.netlink = netlink;
    }

    static boolean isName(String name) {
        return NAMES.contains(name);
    }

    boolean hasBridge() {
        return !settings.bridge().device().equals(NO_BRIDGE);
    }

    void register() {
        networks.predefined(NetworkRegistry.HOST, "host", Map.of());
        networks.predefined(NetworkRegistry.NONE, NetworkRegistry.NULL_DRIVER, Map.of());
        Network bridge = networks.named(NetworkRegistry.BRIDGE);
        if (hasBridge()) {
            networks.predefined(NetworkRegistry.BRIDGE, "bridge", Map.of());
        } else if (bridge != null) {
            networks.remove(bridge);
        }
    }

    /// Brings the default bridge in line with the settings and with what stands in the kernel.
    ///
    /// @param inUse whether a sandbox is on it: then it keeps its addresses
    /// @return the network as it is now
    Network settle(Network stored, NetworkDriver driver, boolean inUse) {
        if (inUse && !stored.subnets().isEmpty()) {
            return stored;
        }
        BridgeSettings bridge = settings.bridge();
        Map<String, String> options = new HashMap<>(bridge.options());
        if (!bridge.device().isEmpty()) {
            options.put(DriverOptions.BRIDGE_NAME, bridge.device());
        }
        List<Subnet> wanted = new ArrayList<>();
        for (boolean ipv6 : families()) {
            AddressSettings addresses = bridge.of(ipv6);
            if (addresses.address() != null) {
                wanted.add(subnet(addresses.address(), addresses.range(), addresses.gateway()));
            }
        }
        Network prepared = driver.prepare(with(stored, wanted, options));
        List<Subnet> subnets = new ArrayList<>();
        for (boolean ipv6 : families()) {
            subnets.add(subnet(prepared, stored, ipv6));
        }
        Network settled = with(prepared, subnets, prepared.options());
        networks.put(settled);
        return settled;
    }

    private List<Boolean> families() {
        return settings.bridge().ipv6() ? List.of(false, true) : List.of(false);
    }

    /// The subnet that stands on the device or was configured, else a chosen one.
    private Subnet subnet(Network prepared, Network stored, boolean ipv6) {
        AddressSettings addresses = settings.bridge().of(ipv6);
        Subnet standing = of(prepared, ipv6);
        if (standing != null && standing.gateway() != null) {
            IpPrefix address =
                    new IpPrefix(standing.gateway(), standing.prefix().length());
            return subnet(address, addresses.range(), addresses.gateway());
        }
        IpPrefix range = addresses.range();
        if (ipv6 && range != null) {
            // Without an address of the bridge, the range is the whole subnet.
            return subnet(first(range.network()), null, addresses.gateway());
        }
        return subnet(first(choose(stored, ipv6)), range, addresses.gateway());
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
    private static Subnet subnet(IpPrefix address, @Nullable IpPrefix range, @Nullable InetAddress gateway) {
        String name = address.isIpv6() ? "DefaultGatewayIPv6" : "DefaultGatewayIPv4";
        Map<String, InetAddress> auxiliary = gateway == null ? Map.of() : Map.of(name, gateway);
        return new Subnet(address.network(), range, address.address(), auxiliary);
    }

    private IpPrefix choose(Network stored, boolean ipv6) {
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
                : SubnetPool.firstFree(settings.pools(), ipv6, taken);
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
