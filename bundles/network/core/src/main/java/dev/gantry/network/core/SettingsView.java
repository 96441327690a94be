package dev.gantry.network.core;

import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.PublishedPort;
import dev.gantry.api.network.Subnet;
import dev.gantry.api.types.EndpointResource;
import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.NetworkSettings;
import dev.gantry.api.types.PortBinding;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A sandbox as inspect answers show it.
final class SettingsView {
    private static final EndpointSettings NOT_ON_BRIDGE =
            new EndpointSettings(null, null, null, "", null, 0, "", "", "", "", 0, "", "", 0, null);

    private final NetworkRegistry networks;

    SettingsView(NetworkRegistry networks) {
        this.networks = networks;
    }

    NetworkSettings of(StoredSandbox sandbox) {
        Map<String, EndpointSettings> endpoints = new LinkedHashMap<>();
        EndpointSettings bridge = NOT_ON_BRIDGE;
        for (StoredEndpoint endpoint : sandbox.all()) {
            Network network = networks.byId(endpoint.networkId());
            if (network != null) {
                EndpointSettings settings = settings(endpoint, network);
                endpoints.put(network.name(), settings);
                bridge = network.name().equals(NetworkRegistry.BRIDGE) ? settings : bridge;
            }
        }
        // One that shares another container's network has none to show; the host's is told by its endpoint.
        boolean own = sandbox.namespace() != null || !sandbox.all().isEmpty();
        return new NetworkSettings(
                "",
                own ? sandbox.id() : "",
                own ? sandbox.key() : "",
                ports(sandbox),
                false,
                "",
                0,
                null,
                null,
                bridge.EndpointID(),
                bridge.Gateway(),
                bridge.GlobalIPv6Address(),
                bridge.GlobalIPv6PrefixLen(),
                bridge.IPAddress(),
                bridge.IPPrefixLen(),
                bridge.IPv6Gateway(),
                bridge.MacAddress(),
                endpoints);
    }

    private static EndpointSettings settings(StoredEndpoint stored, Network network) {
        EndpointSettings wanted = stored.wanted();
        IpPrefix ipv4 = stored.ipv4().isEmpty() ? null : IpPrefix.parse(stored.ipv4());
        IpPrefix ipv6 = stored.ipv6().isEmpty() ? null : IpPrefix.parse(stored.ipv6());
        return new EndpointSettings(
                wanted == null ? null : wanted.IPAMConfig(),
                wanted == null ? null : wanted.Links(),
                wanted == null ? null : wanted.Aliases(),
                stored.mac(),
                wanted == null ? null : wanted.DriverOpts(),
                wanted == null ? 0 : wanted.GwPriority(),
                network.id(),
                stored.id(),
                ipv4 == null ? "" : gateway(network, false),
                ipv4 == null ? "" : IpPrefix.text(ipv4.address()),
                ipv4 == null ? 0 : ipv4.length(),
                ipv6 == null ? "" : gateway(network, true),
                ipv6 == null ? "" : IpPrefix.text(ipv6.address()),
                ipv6 == null ? 0 : ipv6.length(),
                null);
    }

    private static String gateway(Network network, boolean ipv6) {
        for (Subnet subnet : network.subnets()) {
            if (subnet.prefix().isIpv6() == ipv6 && subnet.gateway() != null) {
                return IpPrefix.text(subnet.gateway());
            }
        }
        return "";
    }

    /// A port that is exposed only has null where the published ones have a list.
    @SuppressWarnings("NullAway")
    private static Map<String, List<PortBinding>> ports(StoredSandbox sandbox) {
        Map<String, List<PortBinding>> ports = new TreeMap<>();
        boolean own = sandbox.all().stream().anyMatch(e -> !e.interfaceName().isEmpty());
        if (own && sandbox.exposed() != null) {
            sandbox.exposed().forEach(port -> ports.put(port.contains("/") ? port : port + "/tcp", null));
        }
        for (StoredEndpoint endpoint : sandbox.all()) {
            for (PublishedPort port : endpoint.published()) {
                List<PortBinding> bindings = ports.get(port.containerPort() + "/" + port.protocol());
                bindings = bindings == null ? new ArrayList<>() : bindings;
                bindings.add(new PortBinding(text(port.hostAddress()), Integer.toString(port.hostPort())));
                ports.put(port.containerPort() + "/" + port.protocol(), bindings);
            }
        }
        return ports;
    }

    private static String text(InetAddress address) {
        return IpPrefix.text(address);
    }

    /// An endpoint as a network's inspect answer shows it.
    static EndpointResource resource(StoredSandbox sandbox, StoredEndpoint endpoint) {
        return new EndpointResource(
                sandbox.containerName(), endpoint.id(), endpoint.mac(), endpoint.ipv4(), endpoint.ipv6());
    }
}
