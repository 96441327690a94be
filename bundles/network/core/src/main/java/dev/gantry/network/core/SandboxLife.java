package dev.gantry.network.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.Namespaces;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.NetworkDriver.Attachment;
import dev.gantry.api.network.Sandbox;
import dev.gantry.api.network.SandboxRequest;
import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.NetworkSettings;
import dev.gantry.network.core.StoredSandbox.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Begins and ends sandboxes.
final class SandboxLife {
    private static final Logger log = LoggerFactory.getLogger(SandboxLife.class);
    private static final String FAILED = "failed to set up container networking";
    private static final String NO_IPV6 = "net.ipv6.conf.default.disable_ipv6";
    private static final Path IPV6 = Path.of("/proc/sys/net/ipv6");

    private final SandboxTable table;
    private final Modes modes;
    private final EndpointJoiner joiner;
    private final NameFiles names;
    private final Namespaces namespaces;
    private final NetworkEvents events;
    private final AtomicLong ordinals = new AtomicLong();

    SandboxLife(
            SandboxTable table,
            Modes modes,
            EndpointJoiner joiner,
            NameFiles names,
            Namespaces namespaces,
            NetworkEvents events) {
        this.table = table;
        this.modes = modes;
        this.joiner = joiner;
        this.names = names;
        this.namespaces = namespaces;
        this.events = events;
    }

    /// Takes over what stands on disk.
    void restore() {
        for (StoredSandbox stored : table.store().load()) {
            LiveSandbox live = new LiveSandbox(stored);
            ordinals.accumulateAndGet(stored.ordinal(), Math::max);
            joiner.restore(live);
            table.put(live);
        }
    }

    Sandbox create(SandboxRequest request) {
        release(request.containerId());
        StoredSandbox shared = modes.shared(request.mode(), table);
        if (shared != null) {
            Place place = new Place(shared.id(), null, shared.key(), shared.hostNetwork(), ordinals.incrementAndGet());
            table.put(new LiveSandbox(StoredSandbox.of(request, place, List.of())));
            Path namespace = shared.hostNetwork() ? null : table.namespaceOf(shared);
            return new Sandbox(shared.id(), namespace, request.sysctls());
        }
        boolean host = attachment(request.mode()) == Attachment.HOST;
        List<InetAddress> gateways = modes.hostGateway(request.names().extraHosts());
        List<String> extraHosts = HostsFile.lines(request.names().extraHosts(), gateways);
        String id = NetworkRegistry.newId();
        Path namespace = host ? null : table.store().namespace(id);
        String key = namespace == null ? table.store().hostKey() : namespace.toString();
        Place place = new Place(id, namespace, key, host, ordinals.incrementAndGet());
        LiveSandbox live = new LiveSandbox(StoredSandbox.of(request, place, extraHosts));
        live.request = request;
        table.put(live);
        try {
            return open(live, request, namespace);
        } catch (RuntimeException e) {
            release(request.containerId());
            throw e;
        }
    }

    private Attachment attachment(String mode) {
        try {
            return modes.attachment(mode);
        } catch (EngineException e) {
            throw e.prefixed(FAILED);
        }
    }

    private Sandbox open(LiveSandbox live, SandboxRequest request, @Nullable Path namespace) {
        table.store().save(live.stored);
        boolean ipv6 = modes.hasIpv6(request.mode());
        names.writeResolvConf(request.names(), namespace == null, ipv6);
        if (namespace == null) {
            return new Sandbox(live.stored.id(), null, request.sysctls());
        }
        Map<String, String> own = !ipv6 && Files.exists(IPV6) ? Map.of(NO_IPV6, "1") : Map.of();
        Map<String, String> inside = new LinkedHashMap<>(own);
        Map<String, String> rest = new HashMap<>();
        request.sysctls().forEach((name, value) -> (name.startsWith("net.") ? inside : rest).put(name, value));
        try {
            live.inside = namespaces.createNetwork(namespace, inside);
            return new Sandbox(live.stored.id(), namespace, rest);
        } catch (IOException e) {
            // Perhaps there is no such switch. Then the runtime gets them all: its words for that decide the exit code.
            log.debug("container={}: {}", live.stored.containerId(), e.getMessage());
        }
        try {
            live.inside = namespaces.createNetwork(namespace, own);
            return new Sandbox(live.stored.id(), namespace, request.sysctls());
        } catch (IOException e) {
            throw EngineException.system("failed to create the network namespace: " + e.getMessage(), e);
        }
    }

    NetworkSettings join(String containerId) {
        LiveSandbox live = table.get(containerId);
        live.lock.lock();
        try {
            SandboxRequest request = live.request;
            if (request != null && !live.released && !live.stored.joined()) {
                joinAll(live, request);
            }
            return table.view().of(live.stored);
        } catch (EngineException e) {
            // The namespace stays until the release: a process may be on its way into it.
            leaveAll(live, false);
            throw e.prefixed(FAILED);
        } catch (RuntimeException e) {
            leaveAll(live, false);
            throw e;
        } finally {
            live.closeSocket();
            live.lock.unlock();
        }
    }

    private void joinAll(LiveSandbox live, SandboxRequest request) {
        List<Network> joined = new ArrayList<>();
        Map<String, @Nullable EndpointSettings> targets = modes.targets(request);
        for (Map.Entry<String, @Nullable EndpointSettings> target : targets.entrySet()) {
            boolean first = joined.isEmpty();
            EndpointSettings wanted = target.getValue();
            String mac = wanted != null && !wanted.MacAddress().isEmpty()
                    ? wanted.MacAddress()
                    : first ? request.macAddress() : "";
            List<PortPlan.Wish> ports = first ? modes.ports(request.ports(), modes.network(request.mode())) : List.of();
            joined.add(joiner.join(live, target.getKey(), new EndpointJoiner.Wanted(ports, mac, wanted)));
        }
        live.stored = live.stored.asJoined();
        table.store().save(live.stored);
        names.writeHosts(live.stored);
        joined.forEach(network -> events.connected(network, live.stored.containerId()));
    }

    private void leaveAll(LiveSandbox live, boolean tell) {
        for (StoredEndpoint endpoint : live.stored.all()) {
            Network network = joiner.leave(live, endpoint);
            if (network != null && tell) {
                events.disconnected(network, live.stored.containerId());
            }
        }
    }

    /// Ends a sandbox. Never throws.
    void release(String containerId) {
        LiveSandbox live = table.find(containerId);
        if (live == null) {
            return;
        }
        live.lock.lock();
        try {
            if (live.released) {
                return;
            }
            live.released = true;
            leaveAll(live, live.stored.joined());
            live.closeSocket();
            if (live.stored.namespace() != null) {
                namespaces.deleteNetwork(Path.of(live.stored.namespace()));
            }
            table.store().delete(live.stored);
        } catch (IOException | RuntimeException e) {
            log.warn("container={}: its network is not quite gone: {}", containerId, e.getMessage());
        } finally {
            table.remove(live);
            live.lock.unlock();
        }
    }

    /// Ends the namespaces that no sandbox has.
    void sweepNamespaces() {
        List<Path> found = table.store().namespaceFiles();
        for (Path file : found) {
            if (!table.hasNamespace(file)) {
                try {
                    namespaces.deleteNetwork(file);
                } catch (IOException e) {
                    log.warn("leftover namespace {}: {}", file, e.getMessage());
                }
            }
        }
    }
}
