package dev.gantry.network.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.Link;
import dev.gantry.api.linux.NetlinkSocket;
import dev.gantry.api.network.NameRequest;
import dev.gantry.api.network.NetworkDriver;
import dev.gantry.api.network.PublishRequest;
import dev.gantry.api.network.SandboxRequest;
import dev.gantry.api.types.NetworkSettings;
import dev.gantry.json.JacksonCodec;
import dev.gantry.linux.DiskAtomicFiles;
import dev.gantry.linux.EpollLoop;
import dev.gantry.linux.FlowTable;
import dev.gantry.linux.KernelDescriptors;
import dev.gantry.linux.KernelNamespaces;
import dev.gantry.linux.KernelSockets;
import dev.gantry.linux.NftLosses;
import dev.gantry.linux.NftPacketFilter;
import dev.gantry.linux.SystemCalls;
import dev.gantry.network.bridge.BridgeDriver;
import dev.gantry.network.host.HostDriver;
import dev.gantry.network.none.NoneDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/// A whole network on the machine: the core with its drivers, on a bridge and a subnet of its own.
final class Bench implements AutoCloseable {
    private static final Map<String, Object> DRIVER = Map.of("name", "bridge");
    static final String DEVICE = "gtest0";
    final SystemCalls kernel = new SystemCalls();
    final KernelNamespaces namespaces = new KernelNamespaces(kernel);
    final NftPacketFilter filter = new NftPacketFilter();
    final Path directory;
    final Map<String, Object> config = new HashMap<>();
    NetworkCore core;
    BridgeDriver bridge;

    private final EpollLoop loop;
    private final Set<String> operators = new HashSet<>();

    Bench(Path directory) throws IOException {
        this.directory = directory;
        loop = new EpollLoop(kernel);
        config.put("data-root", directory.resolve("data").toString());
        config.put("exec-root", directory.resolve("run").toString());
        config.put("bridge", DEVICE);
        config.put("bip", "10.213.0.1/24");
        config.put("mtu", 1400L);
        // The machine is to be left as it was.
        config.put("ip-forward-no-drop", "true");
        start();
    }

    /// A bridge that the operator makes: no driver removes it.
    void addBridge(String name) throws IOException {
        try (NetlinkSocket host = namespaces.open()) {
            host.addBridge(name, null, 0);
            operators.add(name);
        }
    }

    private static void delete(NetlinkSocket host, Set<String> names) throws IOException {
        for (Link link : host.links()) {
            if (names.contains(link.name())) {
                host.deleteLink(link.index());
            }
        }
    }

    /// Begins as a new daemon does.
    void start() throws IOException {
        StateFiles files = new StateFiles(new DiskAtomicFiles(), new JacksonCodec());
        HostPorts ports = new HostPorts(new KernelSockets(kernel), new KernelDescriptors(kernel));
        core = new NetworkCore(files, ports, namespaces, namespaces, config);
        bridge = bridgeDriver();
        driverComes(bridge);
        core.bindDriver(new HostDriver(), Map.of("name", "host"));
        core.bindDriver(new NoneDriver(), Map.of("name", "null"));
    }

    BridgeDriver bridgeDriver() throws IOException {
        return new BridgeDriver(namespaces, filter, new FlowTable(kernel), new NftLosses(kernel, loop), config);
    }

    /// Ends as a killed daemon does: sockets close, nothing is released.
    void crash() {
        settle();
        core.close();
        bridge.close();
    }

    /// As a reload of `daemon.json` does it: all prepare, the components get their new settings, all commit.
    void reload(Map<String, Object> changes) {
        Step step = prepare(changes);
        step.commit();
    }

    /// The first half of a reload.
    Step prepare(Map<String, Object> changes) {
        Map<String, Object> next = new HashMap<>(config);
        next.putAll(changes);
        ConfigChange change = ConfigChange.between(new DaemonConfig(config), new DaemonConfig(next));
        return new Step(next, List.of(core.prepare(change), bridge.prepare(change)));
    }

    /// A reload that is prepared.
    final class Step {
        private final Map<String, Object> next;
        private final List<Preparation> parts;

        Step(Map<String, Object> next, List<Preparation> parts) {
            this.next = next;
            this.parts = parts;
        }

        void commit() {
            config.putAll(next);
            bridge.modified(config);
            parts.forEach(Preparation::commit);
        }

        void rollback() {
            parts.forEach(Preparation::rollback);
        }
    }

    SandboxRequest request(String id, String mode, PublishRequest ports) throws IOException {
        Path files = Files.createDirectories(directory.resolve(id));
        NameRequest names = new NameRequest(
                "web",
                "",
                List.of(),
                List.of(),
                List.of(),
                List.of("db:10.0.0.9"),
                files.resolve("hosts"),
                files.resolve("resolv.conf"));
        return new SandboxRequest(id, "name-" + id, mode, Map.of(), ports, names, "", Map.of());
    }

    String rules() throws IOException {
        return filter.run("list ruleset");
    }

    /// A driver that is still taking its networks over would go on with that afterwards: this process does not die.
    private void settle() {
        await(() -> core.drivers().size() == 3);
    }

    /// Everything goes: what a test counts as left over is looked at before.
    @Override
    public void close() throws IOException {
        settle();
        core.retain(Set.of());
        await(() -> core.settings("any") == null
                && core.inspect("bridge").Containers().isEmpty());
        bridge.remove(new NetworkRegistry(
                        new StateFiles(new DiskAtomicFiles(), new JacksonCodec()), directory.resolve("data/network"))
                .resolve("bridge"));
        crash();
        // In this namespace there is nobody but the test: whatever else stands here, it has left.
        try (NetlinkSocket host = namespaces.open()) {
            delete(host, operators);
            assertEquals(
                    List.of("lo", "card0"),
                    host.links().stream().map(Link::name).toList());
        }
        assertFalse(rules().contains("gtest"), rules());
    }

    static void await(Callable<Boolean> condition) {
        long end = System.nanoTime() + 10_000_000_000L;
        try {
            while (!condition.call()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("not within 10 s");
                }
                Thread.onSpinWait();
            }
        } catch (AssertionError e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    Link link(String name) throws IOException {
        try (NetlinkSocket host = namespaces.open()) {
            return host.link(name);
        }
    }

    List<IpPrefix> addresses(String name) throws IOException {
        try (NetlinkSocket host = namespaces.open()) {
            return host.addresses(host.link(name).index()).stream()
                    .filter(a -> !a.address().isLinkLocalAddress())
                    .toList();
        }
    }

    /// Runs a container on the default bridge.
    NetworkSettings runs(String id) throws IOException {
        core.create(request(id, "bridge", PublishRequest.NONE));
        core.join(id);
        return core.settings(id);
    }

    void driverGoes() {
        core.unbindDriver(bridge, DRIVER);
    }

    void driverComes(NetworkDriver driver) {
        core.bindDriver(driver, DRIVER);
    }
}
