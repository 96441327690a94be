package dev.gantry.network.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.NetworkDriver.Attachment;
import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.NetworkSettings;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes the networks of containers that run.
final class RunningChanges {
    private final SandboxTable table;
    private final Modes modes;
    private final EndpointJoiner joiner;
    private final NameFiles names;
    private final NetworkEvents events;

    RunningChanges(SandboxTable table, Modes modes, EndpointJoiner joiner, NameFiles names, NetworkEvents events) {
        this.table = table;
        this.modes = modes;
        this.joiner = joiner;
        this.names = names;
        this.events = events;
    }

    NetworkSettings connect(String containerId, Network network, @Nullable EndpointSettings wanted) {
        LiveSandbox live = table.get(containerId);
        live.lock.lock();
        try {
            Modes.validate(network, wanted);
            check(live, network);
            String mac = wanted == null ? "" : wanted.MacAddress();
            // The ports are reached through the first network.
            List<PortPlan.Wish> ports =
                    live.stored.all().isEmpty() ? modes.ports(live.stored.publish(), network) : List.of();
            joiner.join(live, network.id(), new EndpointJoiner.Wanted(ports, mac, wanted));
            return changed(live, network, true);
        } finally {
            live.closeSocket();
            live.lock.unlock();
        }
    }

    private void check(LiveSandbox live, Network network) {
        StoredSandbox sandbox = live.stored;
        Attachment attachment = modes.attachment(network.name());
        if (attachment == Attachment.HOST) {
            throw EngineException.forbidden(
                    "container cannot be disconnected from host network or connected to host network");
        }
        if (sandbox.hostNetwork() || sandbox.namespace() == null) {
            throw sharing(sandbox.hostNetwork());
        }
        if (sandbox.on(network.id()) != null) {
            throw EngineException.forbidden(
                    "endpoint with name " + sandbox.containerName() + " already exists in network " + network.name());
        }
        boolean isolated =
                sandbox.all().stream().anyMatch(e -> e.interfaceName().isEmpty());
        if (isolated || attachment == Attachment.NOTHING && !sandbox.all().isEmpty()) {
            throw EngineException.forbidden("container cannot be connected to multiple networks with one of the"
                    + " networks in private (none) mode");
        }
    }

    private static EngineException sharing(boolean host) {
        String words = "container sharing network namespace with another container or host cannot be connected to any"
                + " other network";
        return host ? EngineException.forbidden(words) : EngineException.invalidParameter(words);
    }

    NetworkSettings disconnect(String containerId, Network network) {
        LiveSandbox live = table.get(containerId);
        live.lock.lock();
        try {
            StoredEndpoint endpoint = live.stored.on(network.id());
            if (modes.attachment(network.name()) == Attachment.HOST) {
                throw EngineException.invalidParameter(
                        "container cannot be disconnected from host network or connected to host network");
            }
            if (endpoint == null) {
                throw EngineException.system(
                        "container " + containerId + " is not connected to the network " + network.name());
            }
            joiner.leave(live, endpoint);
            return changed(live, network, false);
        } finally {
            live.lock.unlock();
        }
    }

    private NetworkSettings changed(LiveSandbox live, Network network, boolean connected) {
        table.store().save(live.stored);
        names.writeHosts(live.stored);
        if (connected) {
            events.connected(network, live.stored.containerId());
        } else {
            events.disconnected(network, live.stored.containerId());
        }
        return table.view().of(live.stored);
    }

    void readdress(String containerId, String names, InetAddress address) {
        LiveSandbox live = table.find(containerId);
        if (live == null) {
            return;
        }
        live.lock.lock();
        try {
            List<String> before = live.stored.extraHosts() == null ? List.of() : live.stored.extraHosts();
            List<String> after = HostsFile.readdressed(before, names, address);
            if (!live.released && !after.equals(before)) {
                live.stored = live.stored.withExtraHosts(after);
                table.store().save(live.stored);
                this.names.replaceLines(live.stored, before, after);
            }
        } finally {
            live.lock.unlock();
        }
    }

    void rename(String containerId, String containerName) {
        LiveSandbox live = table.find(containerId);
        if (live == null) {
            return;
        }
        live.lock.lock();
        try {
            live.stored = live.stored.renamed(containerName);
            table.store().save(live.stored);
        } finally {
            live.lock.unlock();
        }
    }
}
