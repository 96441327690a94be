package dev.gantry.network.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.NetworkDriver.Attachment;
import dev.gantry.api.network.PublishRequest;
import dev.gantry.api.network.SandboxRequest;
import dev.gantry.api.network.Subnet;
import dev.gantry.api.types.EndpointIPAMConfig;
import dev.gantry.api.types.EndpointSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a container's network mode means.
final class Modes {
    private static final String CONTAINER = "container:";
    private static final Path INTERFACES = Path.of("/proc/net/if_inet6");

    private final NetworkRegistry networks;
    private final Drivers drivers;
    private final Supplier<CoreSettings> settings;

    Modes(NetworkRegistry networks, Drivers drivers, Supplier<CoreSettings> settings) {
        this.networks = networks;
        this.drivers = drivers;
        this.settings = settings;
    }

    /// The sandbox that the mode shares, null when it shares none.
    @Nullable StoredSandbox shared(String mode, SandboxTable table) {
        if (!mode.startsWith(CONTAINER)) {
            return null;
        }
        String id = mode.substring(CONTAINER.length());
        LiveSandbox other = table.find(id);
        if (other == null) {
            throw EngineException.conflict("cannot join network of a non running container: " + id);
        }
        return other.stored;
    }

    Network network(String mode) {
        boolean usual = mode.isEmpty() || mode.equals("default") || mode.equals(NetworkRegistry.BRIDGE);
        if (usual && networks.named(NetworkRegistry.BRIDGE) == null) {
            return networks.resolve(NetworkRegistry.NONE);
        }
        return networks.resolve(usual ? NetworkRegistry.BRIDGE : mode);
    }

    Attachment attachment(String mode) {
        return drivers.call(network(mode).driver(), driver -> driver.attachment());
    }

    boolean hasIpv6(String mode) {
        return isIpv6(network(mode));
    }

    private static boolean isIpv6(Network network) {
        return network.subnets().stream().anyMatch(s -> s.prefix().isIpv6());
    }

    /// The networks that a container joins, by id, and what it asks of each; the one that it leaves by first.
    Map<String, @Nullable EndpointSettings> targets(SandboxRequest request) {
        Map<String, @Nullable EndpointSettings> targets = new LinkedHashMap<>();
        targets.put(network(request.mode()).id(), null);
        request.endpoints().forEach((name, wanted) -> targets.put(network(name).id(), wanted));
        return targets;
    }

    /// @param network through which the ports are published
    List<PortPlan.Wish> ports(PublishRequest request, Network network) {
        // Without a relay, nothing carries from IPv6 to a container without it.
        boolean reaches = settings.get().relay() || isIpv6(network);
        return PortPlan.of(request, settings.get().publishAddress(), reaches && hostHasIpv6());
    }

    private static boolean hostHasIpv6() {
        try {
            return Files.exists(INTERFACES) && !Files.readString(INTERFACES).isBlank();
        } catch (IOException e) {
            return false;
        }
    }

    /// What `host-gateway` means, when one of these lines needs it.
    List<InetAddress> hostGateway(List<String> extraHosts) {
        return extraHosts.stream().anyMatch(line -> line.endsWith("host-gateway")) ? hostGateway() : List.of();
    }

    List<InetAddress> hostGateway() {
        Network bridge = networks.named(NetworkRegistry.BRIDGE);
        List<InetAddress> configured = settings.get().hostGateways();
        if (!configured.isEmpty() || bridge == null) {
            return configured;
        }
        // Once its driver is here the bridge has its address.
        drivers.run(bridge.driver(), driver -> {});
        List<InetAddress> gateways = new ArrayList<>();
        Network settled = Objects.requireNonNull(networks.byId(bridge.id()));
        for (Subnet subnet : settled.subnets()) {
            if (subnet.gateway() != null) {
                gateways.add(subnet.gateway());
            }
        }
        return gateways;
    }

    /// Refuses what can never work.
    void validate(SandboxRequest request) {
        PortPlan.of(request.ports(), settings.get().publishAddress(), false);
        HostsFile.lines(request.names().extraHosts(), List.of(settings.get().publishAddress()));
        if (request.mode().startsWith(CONTAINER)) {
            return;
        }
        // A network need not be there before the container starts.
        request.endpoints().forEach((name, wanted) -> {
            Network network = networks.find(name);
            if (network != null) {
                validate(network, wanted);
            }
        });
    }

    /// Refuses what a network that always exists does not give.
    static void validate(Network network, @Nullable EndpointSettings wanted) {
        if (wanted == null || !Predefined.isName(network.name())) {
            return;
        }
        EndpointIPAMConfig fixed = wanted.IPAMConfig();
        if (fixed != null && !(fixed.IPv4Address() + fixed.IPv6Address()).isEmpty()) {
            throw EngineException.invalidParameter(
                    "user specified IP address is supported on user defined networks only");
        }
        if (wanted.Aliases() != null && !wanted.Aliases().isEmpty()) {
            throw EngineException.invalidParameter(
                    "network-scoped alias is supported only for containers in user defined networks");
        }
    }
}
