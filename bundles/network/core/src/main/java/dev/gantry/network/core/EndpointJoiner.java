package dev.gantry.network.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.Netlink;
import dev.gantry.api.linux.NetlinkSocket;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.NetworkDriver.Attachment;
import dev.gantry.api.types.EndpointSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connects one sandbox to one network, and takes it off. The sandbox's lock is held by the caller.
final class EndpointJoiner {
    private static final Logger log = LoggerFactory.getLogger(EndpointJoiner.class);
    private static final InetAddress NOWHERE = InetAddress.ofLiteral("0.0.0.0");

    private final NetworkRegistry networks;
    private final EndpointFactory factory;
    private final HostPorts ports;
    private final BooleanSupplier relayed;
    private final Drivers drivers;
    private final SandboxStore store;
    private final Netlink netlink;
    private final Lock steady;

    /// @param ports of the host
    /// @param relayed whether published ports are relayed
    /// @param netlink reaches into namespaces
    /// @param steady held while a network must stay what it is
    EndpointJoiner(
            NetworkRegistry networks,
            HostPorts ports,
            BooleanSupplier relayed,
            Drivers drivers,
            SandboxStore store,
            Netlink netlink,
            Lock steady) {
        this.steady = steady;
        this.relayed = relayed;
        this.networks = networks;
        this.factory = new EndpointFactory(networks);
        this.ports = ports;
        this.drivers = drivers;
        this.store = store;
        this.netlink = netlink;
    }

    /// What is asked of an endpoint.
    ///
    /// @param ports to be published through this network
    /// @param mac empty for a random one
    record Wanted(
            List<PortPlan.Wish> ports, String mac, @Nullable EndpointSettings settings) {}

    /// Joins, or leaves nothing behind.
    ///
    /// @return the network as it is
    Network join(LiveSandbox live, String networkId, Wanted wanted) {
        steady.lock();
        try {
            return joinSteady(live, networkId, wanted);
        } finally {
            steady.unlock();
        }
    }

    private Network joinSteady(LiveSandbox live, String networkId, Wanted wanted) {
        Network named = known(networkId);
        Attachment attachment = drivers.call(named.driver(), driver -> driver.attachment());
        // The driver is here, so the network has its addresses by now.
        Network network = known(networkId);
        if (attachment != Attachment.INTERFACE) {
            live.stored = live.stored.with(new StoredEndpoint(
                    networkId, NetworkRegistry.newId(), "", "", "", "", List.of(), wanted.settings()));
            store.save(live.stored);
            return network;
        }
        int number = live.stored.all().size();
        Endpoint bare = factory.make(network, live.stored.containerId(), number, wanted.mac(), wanted.settings());
        PortHold hold = null;
        try {
            hold = reserve(live, bare, wanted.ports());
            Endpoint endpoint = bare.withPorts(hold.ports());
            live.stored = live.stored.with(StoredEndpoint.of(networkId, endpoint, wanted.settings()));
            store.save(live.stored);
            connect(live, network, endpoint, number == 0);
            relay(hold, endpoint);
            live.ports.put(networkId, hold);
            return network;
        } catch (RuntimeException e) {
            if (hold != null) {
                hold.close();
            }
            factory.release(network, bare);
            live.stored = live.stored.without(networkId);
            throw e;
        }
    }

    private static void relay(PortHold hold, Endpoint endpoint) {
        hold.relayTo(
                endpoint.ipv4() == null ? null : endpoint.ipv4().address(),
                endpoint.ipv6() == null ? null : endpoint.ipv6().address());
    }

    private Network known(String networkId) {
        Network network = networks.byId(networkId);
        if (network == null) {
            throw EngineException.notFound("network " + networkId + " not found");
        }
        return network;
    }

    private PortHold reserve(LiveSandbox live, Endpoint endpoint, List<PortPlan.Wish> wishes) {
        try {
            return ports.reserve(
                    wishes, endpoint.ipv4() == null ? NOWHERE : endpoint.ipv4().address(), relayed.getAsBoolean());
        } catch (EngineException e) {
            throw e.prefixed("driver failed programming external connectivity on endpoint "
                    + live.stored.containerName() + " (" + endpoint.id() + ")");
        }
    }

    private void connect(LiveSandbox live, Network network, Endpoint endpoint, boolean gateway) {
        String namespace = live.stored.namespace();
        if (namespace == null) {
            throw EngineException.invalidParameter(
                    "container " + live.stored.containerId() + " has no network of its own");
        }
        try {
            NetlinkSocket inside = live.inside;
            if (inside == null) {
                inside = netlink.open(Path.of(namespace));
                live.inside = inside;
            }
            NetlinkSocket socket = inside;
            drivers.run(network.driver(), d -> d.join(network, endpoint, Path.of(namespace), socket, gateway));
        } catch (IOException e) {
            throw EngineException.system("cannot enter " + namespace + ": " + e.getMessage(), e);
        }
    }

    /// Takes the sandbox off a network; never throws.
    ///
    /// @return the network, null when there is none of that id any more
    @Nullable Network leave(LiveSandbox live, StoredEndpoint stored) {
        steady.lock();
        try {
            return leaveSteady(live, stored);
        } finally {
            steady.unlock();
        }
    }

    private @Nullable Network leaveSteady(LiveSandbox live, StoredEndpoint stored) {
        Network network = networks.byId(stored.networkId());
        Endpoint endpoint = stored.endpoint(live.stored.containerId());
        if (network != null && !stored.interfaceName().isEmpty()) {
            drivers.runIfPresent(network.driver(), driver -> driver.leave(network, endpoint));
            factory.release(network, endpoint);
        }
        PortHold hold = live.ports.remove(stored.networkId());
        if (hold != null) {
            hold.close();
        }
        live.stored = live.stored.without(stored.networkId());
        return network;
    }

    /// Takes over the addresses and ports of a sandbox that is there already.
    void restore(LiveSandbox live) {
        for (StoredEndpoint stored : live.stored.all()) {
            Network network = networks.byId(stored.networkId());
            if (network == null || stored.interfaceName().isEmpty()) {
                continue;
            }
            Endpoint endpoint = stored.endpoint(live.stored.containerId());
            try {
                factory.restore(network, endpoint);
            } catch (EngineException e) {
                log.warn("container={} endpoint={}: {}", live.stored.containerId(), stored.id(), e.getMessage());
            }
            PortHold hold = ports.restore(endpoint.ports(), relayed.getAsBoolean());
            relay(hold, endpoint);
            live.ports.put(stored.networkId(), hold);
        }
    }
}
