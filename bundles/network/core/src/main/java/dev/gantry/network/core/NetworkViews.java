package dev.gantry.network.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.network.Network;
import dev.gantry.api.types.ConfigReference;
import dev.gantry.api.types.EndpointResource;
import dev.gantry.api.types.IPAM;
import dev.gantry.api.types.IPAMConfig;
import dev.gantry.api.types.NetworkCreateRequest;
import dev.gantry.api.types.NetworkCreateResponse;
import dev.gantry.api.types.NetworkInspect;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Networks as the API shows them, and what it may do to them.
final class NetworkViews {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");

    private final NetworkRegistry networks;
    private final SandboxTable sandboxes;

    NetworkViews(NetworkRegistry networks, SandboxTable sandboxes) {
        this.networks = networks;
        this.sandboxes = sandboxes;
    }

    List<NetworkInspect> list() {
        return networks.all().stream().map(network -> view(network, Map.of())).toList();
    }

    NetworkInspect inspect(Network network) {
        return view(network, sandboxes.containers(network.id()));
    }

    private static NetworkInspect view(Network network, Map<String, EndpointResource> containers) {
        List<IPAMConfig> config =
                network.subnets().stream().map(StoredNetwork::ipam).toList();
        boolean ipv6 = network.subnets().stream().anyMatch(s -> s.prefix().isIpv6());
        return new NetworkInspect(
                network.name(),
                network.id(),
                network.created().toString(),
                "local",
                network.driver(),
                true,
                ipv6,
                new IPAM("default", null, config.isEmpty() ? null : config),
                network.internal(),
                false,
                false,
                ConfigReference.EMPTY,
                false,
                containers,
                network.options(),
                network.labels());
    }

    /// Checks a request for a new network. Networks of users' own are not made yet; their place is here.
    NetworkCreateResponse create(NetworkCreateRequest request, Predicate<String> knowsDriver) {
        String name = request.Name();
        if (Predefined.isName(name)) {
            throw EngineException.forbidden("operation is not permitted on predefined " + name + " network");
        }
        if (name.isBlank() || !NAME.matcher(name).matches()) {
            throw EngineException.invalidParameter(
                    "invalid network name \"" + name + "\": only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        }
        if (networks.named(name) != null) {
            throw EngineException.conflict("network with name " + name + " already exists");
        }
        String driver = request.Driver().isEmpty() || request.Driver().equals("default") ? "bridge" : request.Driver();
        if (driver.equals("overlay")) {
            throw EngineException.forbidden("This node is not a swarm manager. Use \"docker swarm init\" or"
                    + " \"docker swarm join\" to connect this node to swarm and try again.");
        }
        if (!knowsDriver.test(driver)) {
            throw EngineException.notFound("plugin \"" + driver + "\" not found");
        }
        if (driver.equals("host") || driver.equals(NetworkRegistry.NULL_DRIVER)) {
            throw EngineException.forbidden("only one instance of \"" + driver + "\" network is allowed");
        }
        throw EngineException.notImplemented("user-defined networks are not supported yet");
    }

    void remove(Network network) {
        if (Predefined.isName(network.name())) {
            throw EngineException.forbidden(network.name() + " is a pre-defined network and cannot be removed");
        }
        Map<String, EndpointResource> containers = sandboxes.containers(network.id());
        if (!containers.isEmpty()) {
            List<String> active = containers.values().stream()
                    .map(e -> "name:\"" + e.Name() + "\" id:\"" + e.EndpointID() + "\"")
                    .toList();
            throw EngineException.forbidden("error while removing network: network " + network.name()
                    + " has active endpoints (" + String.join(", ", active) + ")");
        }
        throw EngineException.notImplemented("user-defined networks are not supported yet");
    }
}
