package dev.gantry.network.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.linux.NetlinkSocket;
import dev.gantry.api.network.PublishRequest;
import dev.gantry.api.network.Sandbox;
import dev.gantry.api.network.SandboxRequest;
import dev.gantry.api.types.EndpointIPAMConfig;
import dev.gantry.api.types.EndpointResource;
import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.EndpointSettingsBuilder;
import dev.gantry.api.types.NetworkSettings;
import dev.gantry.api.types.PortBinding;
import dev.gantry.network.bridge.BridgeDriver;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("machine")
class NetworkCoreTest {
    private static final String ONE = "1".repeat(64);
    private static final String TWO = "2".repeat(64);

    @TempDir
    Path directory;

    private Bench bench;
    private ServerSocket server;

    @BeforeEach
    void start() throws Exception {
        bench = new Bench(directory);
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        bench.close();
    }

    private long veths() throws IOException {
        try (NetlinkSocket host = bench.namespaces.open()) {
            var bridge = host.link(Bench.DEVICE);
            return host.links().stream()
                    .filter(l -> bridge != null && l.master() == bridge.index())
                    .count();
        }
    }

    private Sandbox run(String id, PublishRequest ports) throws IOException {
        Sandbox sandbox = bench.core.create(bench.request(id, "bridge", ports));
        try {
            bench.core.join(id);
            return sandbox;
        } catch (EngineException e) {
            assertTrue(Files.exists(sandbox.namespace()), "a process may be on its way");
            bench.core.release(id);
            throw e;
        }
    }

    private static PublishRequest publish(String hostIp, String hostPort) {
        return new PublishRequest(
                Map.of("80/tcp", List.of(new PortBinding(hostIp, hostPort))), Set.of("80/tcp", "81/tcp"), false);
    }

    /// Greets everyone who connects, with the address that it sees.
    private void serve(Sandbox sandbox, int port) throws IOException {
        server = bench.namespaces.call(
                sandbox.namespace(), () -> new ServerSocket(port, 50, InetAddress.ofLiteral("0.0.0.0")));
        ServerSocket listening = server;
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    try (Socket client = listening.accept()) {
                        client.getOutputStream()
                                .write(client.getInetAddress().getHostAddress().getBytes(StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException e) {
                return;
            }
        });
    }

    private static String greeting(String address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), 2000);
            socket.setSoTimeout(2000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aPublishedPortIsReachedFromEverywhere() throws Exception {
        Sandbox sandbox = run(ONE, publish("", "18080"));
        serve(sandbox, 80);
        String container = bench.core.settings(ONE).IPAddress();
        assertEquals("10.213.0.2", container);
        assertEquals("10.213.0.1", greeting("127.0.0.1", 18080));
        assertNotNull(greeting(hostAddress(), 18080));
        assertNotNull(greeting(container, 80));
        assertNotNull(greeting("::1", 18080));

        Sandbox other = run(TWO, PublishRequest.NONE);
        assertEquals("10.213.0.3", bench.namespaces.call(other.namespace(), () -> greeting(container, 80)));
        String host = hostAddress();
        assertNotNull(bench.namespaces.call(other.namespace(), () -> greeting(host, 18080)));
        assertNotNull(bench.namespaces.call(other.namespace(), () -> greeting("10.213.0.1", 18080)));
        // Its own published port, around by the host.
        assertNotNull(bench.namespaces.call(sandbox.namespace(), () -> greeting(host, 18080)));
    }

    /// A datagram that comes back from the container, as the answer to one that was sent to the port.
    private String echoed(Sandbox sandbox, String address, int port) throws Exception {
        try (DatagramSocket inside = bench.namespaces.call(
                        sandbox.namespace(), () -> new DatagramSocket(53, InetAddress.ofLiteral("0.0.0.0")));
                DatagramSocket client = new DatagramSocket()) {
            byte[] word = "word".getBytes(StandardCharsets.UTF_8);
            client.setSoTimeout(2000);
            inside.setSoTimeout(2000);
            client.send(new DatagramPacket(word, word.length, InetAddress.ofLiteral(address), port));
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            inside.receive(packet);
            inside.send(packet);
            client.receive(packet);
            return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aPortOnAllOfIpv6IsOfIpv6Alone() throws Exception {
        Sandbox sandbox = run(ONE, publish("::", "18195"));
        serve(sandbox, 80);
        assertNotNull(greeting("::1", 18195));
        assertThrows(ConnectException.class, () -> greeting("127.0.0.1", 18195));
        String host = hostAddress();
        assertThrows(ConnectException.class, () -> greeting(host, 18195));
        run(TWO, publish("0.0.0.0", "18195"));
        bench.core.release(TWO);
        bench.crash();
        bench.start();
        assertNotNull(greeting("::1", 18195));
        run(TWO, publishUdp("::", "18196"));
        // The other family's port is free.
        DatagramChannel.open(StandardProtocolFamily.INET)
                .bind(new InetSocketAddress(18196))
                .close();
        assertThrows(BindException.class, () -> new DatagramSocket(18196, InetAddress.ofLiteral("::1")).close());
    }

    @Test
    void datagramsOverIpv6AloneAreCarried() throws Exception {
        Sandbox sandbox = run(ONE, publishUdp("::", "18197"));
        assertEquals("word", echoed(sandbox, "::1", 18197));
    }

    private static PublishRequest publishUdp(String hostIp, String hostPort) {
        return new PublishRequest(Map.of("53/udp", List.of(new PortBinding(hostIp, hostPort))), Set.of(), false);
    }

    private static PublishRequest publishUdp(String hostPort) {
        return publishUdp("", hostPort);
    }

    @Test
    void datagramsAreCarriedOverBothFamilies() throws Exception {
        Sandbox sandbox = run(ONE, publishUdp("18190"));
        assertEquals("word", echoed(sandbox, "127.0.0.1", 18190));
        assertEquals("word", echoed(sandbox, "::1", 18190));
        bench.core.release(ONE);
        // The port is free at once.
        new DatagramSocket(18190).close();
    }

    @Test
    void publishedPortsNeedNoRules() throws Exception {
        restartWith("iptables", "false");
        Sandbox sandbox = run(ONE, publish("", "18191"));
        serve(sandbox, 80);
        assertFalse(bench.rules().contains("18191"));
        assertEquals("10.213.0.1", greeting("127.0.0.1", 18191));
        assertNotNull(greeting(hostAddress(), 18191));
        assertEquals("word", echoed(run(TWO, publishUdp("18192")), "127.0.0.1", 18192));
    }

    @Test
    void withoutARelayNothingIsPromisedOverIpv6() throws Exception {
        restartWith("userland-proxy", "false");
        Sandbox sandbox = run(ONE, publish("", "18193"));
        serve(sandbox, 80);
        assertEquals(1, bench.core.settings(ONE).Ports().get("80/tcp").size());
        assertNotNull(greeting("127.0.0.1", 18193));
        assertThrows(ConnectException.class, () -> greeting("::1", 18193));
    }

    @Test
    void theDefaultBridgeHasIpv6WhenAsked() throws Exception {
        bench.config.put("ipv6", "true");
        bench.config.put("ip-forward", "false");
        restartWith("fixed-cidr-v6", "fd00:213::/64");
        Sandbox sandbox = run(ONE, publish("", "18194"));
        NetworkSettings settings = bench.core.settings(ONE);
        assertEquals("fd00:213::2", settings.GlobalIPv6Address());
        assertEquals("fd00:213::1", settings.IPv6Gateway());
        assertTrue(bench.core.inspect("bridge").EnableIPv6());
        try (NetlinkSocket inside = bench.namespaces.open(sandbox.namespace())) {
            InetAddress gateway = InetAddress.ofLiteral("fd00:213::1");
            assertTrue(inside.routes().stream().anyMatch(r -> gateway.equals(r.gateway())));
        }
        server = bench.namespaces.call(
                sandbox.namespace(), () -> new ServerSocket(80, 5, InetAddress.ofLiteral("fd00:213::2")));
        try (Socket client = new Socket()) {
            client.connect(new InetSocketAddress(InetAddress.ofLiteral("fd00:213::1"), 18194), 2000);
            server.accept().close();
        }
        String hosts = Files.readString(directory.resolve(ONE).resolve("hosts"));
        assertTrue(hosts.contains("fd00:213::2\tweb\n"), hosts);
    }

    private void restartWith(String key, String value) throws IOException {
        bench.crash();
        bench.config.put(key, value);
        bench.start();
    }

    private static String hostAddress() throws IOException {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(InetAddress.ofLiteral("192.0.2.1"), 9);
            return probe.getLocalAddress().getHostAddress();
        }
    }

    @Test
    void aPortOnLoopbackIsNotReachedOtherwise() throws Exception {
        Sandbox sandbox = run(ONE, publish("127.0.0.1", "18081"));
        serve(sandbox, 80);
        assertNotNull(greeting("127.0.0.1", 18081));
        String host = hostAddress();
        assertThrows(ConnectException.class, () -> greeting(host, 18081));
        Sandbox other = run(TWO, PublishRequest.NONE);
        assertThrows(
                IOException.class, () -> bench.namespaces.call(other.namespace(), () -> greeting("10.213.0.1", 18081)));
    }

    @Test
    void showsWhatInspectShows() throws Exception {
        run(ONE, publish("127.0.0.1", ""));
        NetworkSettings settings = bench.core.settings(ONE);
        assertEquals("10.213.0.1", settings.Gateway());
        assertEquals(24, settings.IPPrefixLen());
        assertTrue(settings.Ports().containsKey("81/tcp"));
        assertNull(settings.Ports().get("81/tcp"));
        assertEquals("127.0.0.1", settings.Ports().get("80/tcp").getFirst().HostIp());
        assertEquals(settings.MacAddress(), settings.Networks().get("bridge").MacAddress());
        var network = bench.core.inspect("bridge");
        assertEquals("10.213.0.2/24", network.Containers().get(ONE).IPv4Address());
        assertEquals("10.213.0.0/24", network.IPAM().Config().getFirst().Subnet());
        String hosts = Files.readString(directory.resolve(ONE).resolve("hosts"));
        assertTrue(hosts.contains("10.0.0.9\tdb\n") && hosts.contains("10.213.0.2\tweb\n"), hosts);
        assertTrue(
                Files.readString(directory.resolve(ONE).resolve("resolv.conf")).contains("nameserver "));
    }

    @Test
    void anExtraHostGetsAnotherAddressAndTheRestOfTheFileStays() throws Exception {
        run(ONE, PublishRequest.NONE);
        Path hosts = directory.resolve(ONE).resolve("hosts");
        Files.writeString(hosts, Files.readString(hosts) + "10.9.9.9\tmine\n10.0.0.9\tdb2");
        String before = Files.readString(hosts);
        bench.core.readdress(ONE, "db", InetAddress.ofLiteral("10.0.0.8"));
        bench.core.readdress(ONE, "nosuch", InetAddress.ofLiteral("10.0.0.8"));
        bench.core.readdress(TWO, "db", InetAddress.ofLiteral("10.0.0.8"));
        assertEquals(before.replace("10.0.0.9\tdb\n", "10.0.0.8\tdb\n"), Files.readString(hosts));
        bench.crash();
        bench.start();
        bench.core.disconnect(ONE, "bridge");
        assertTrue(Files.readString(hosts).contains("10.0.0.8\tdb\n"), "forgotten by the next daemon");
    }

    @Test
    void aTakenPortIsRefusedAndNothingIsLeft() throws Exception {
        run(ONE, publish("", "18082"));
        EngineException taken = assertThrows(EngineException.class, () -> run(TWO, publish("", "18082")));
        assertEquals(ErrorKind.SYSTEM, taken.kind());
        assertTrue(
                taken.getMessage()
                        .startsWith(
                                "failed to set up container networking: driver failed programming external connectivity on endpoint name-"
                                        + TWO + " ("),
                taken.getMessage());
        assertTrue(taken.getMessage().endsWith("): Bind for 0.0.0.0:18082 failed: port is already allocated"));
        try (ServerSocket foreign = new ServerSocket(0)) {
            String port = Integer.toString(foreign.getLocalPort());
            EngineException bound = assertThrows(EngineException.class, () -> run(TWO, publish("", port)));
            assertTrue(bound.getMessage().endsWith("address already in use"), bound.getMessage());
        }
        assertNull(bench.core.settings(TWO));
        try (var files = Files.list(directory.resolve("run/netns"))) {
            assertEquals(1, files.count());
        }
        Bench.await(() -> veths() == 1);
        run(TWO, publish("", "18083"));
        // The two that failed gave their addresses back; each was a step of the cursor.
        assertEquals("10.213.0.5", bench.core.settings(TWO).IPAddress());
    }

    @Test
    void releaseFreesPortsAtOnceAndLeavesNothing() throws Exception {
        for (int i = 0; i < 10; i++) {
            run(ONE, publish("", "18084"));
            bench.core.release(ONE);
        }
        bench.core.release(ONE);
        assertNull(bench.core.settings(ONE));
        assertFalse(bench.rules().contains("18084"));
        assertThrows(ConnectException.class, () -> greeting("127.0.0.1", 18084));
        Bench.await(() -> veths() == 0);
        try (var files = Files.list(directory.resolve("run/netns"))) {
            assertEquals(0, files.count());
        }
        try (var files = Files.list(directory.resolve("run/network/sandboxes"))) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void theNextDaemonAdoptsWhatRunsAndRemovesWhatDoesNot() throws Exception {
        Sandbox sandbox = run(ONE, publish("", "18085"));
        run(TWO, publish("", "18086"));
        serve(sandbox, 80);
        NetworkSettings before = bench.core.settings(ONE);
        bench.crash();
        assertNotNull(greeting("127.0.0.1", 18085));
        bench.start();
        bench.core.retain(Set.of(ONE));
        assertEquals(before, bench.core.settings(ONE));
        Bench.await(() -> bench.core.settings(TWO) == null);
        assertNotNull(greeting("127.0.0.1", 18085));
        assertThrows(EngineException.class, () -> run(TWO, publish("", "18085")));
        run(TWO, publish("", "18086"));
        String rules = bench.rules();
        assertEquals(rules.indexOf("tcp . 18085 :"), rules.lastIndexOf("tcp . 18085 :"));
        Bench.await(() -> veths() == 2);
    }

    @Test
    void theNextDaemonKeepsTheBridgesAddressAndReadsItsRangeAgain() throws Exception {
        bench.core.inspect("bridge");
        run(ONE, PublishRequest.NONE);
        bench.core.release(ONE);
        bench.crash();
        bench.config.remove("bip");
        bench.config.put("fixed-cidr", "10.213.0.64/26");
        bench.start();
        run(ONE, PublishRequest.NONE);
        assertEquals("10.213.0.64", bench.core.settings(ONE).IPAddress());
        assertEquals("10.213.0.1", bench.core.settings(ONE).Gateway());
    }

    @Test
    void aDriverIsSwappedUnderRunningContainers() throws Exception {
        Sandbox sandbox = run(ONE, publish("", "18087"));
        serve(sandbox, 80);
        for (int i = 0; i < 20; i++) {
            BridgeDriver next = bench.bridgeDriver();
            bench.core.bindDriver(next, Map.of("name", "bridge"));
            bench.core.unbindDriver(bench.bridge, Map.of("name", "bridge"));
            bench.bridge.close();
            bench.bridge = next;
            Bench.await(() -> bench.core.drivers().equals(Set.of("bridge", "host", "null")));
            assertNotNull(greeting("127.0.0.1", 18087));
            run(TWO, PublishRequest.NONE);
            bench.core.release(TWO);
        }
    }

    @Test
    void hostNoneAndSharedModesHaveNoInterfaces() throws Exception {
        Sandbox host = bench.core.create(bench.request(ONE, "host", publish("", "18088")));
        assertNull(host.namespace());
        NetworkSettings onHost = bench.core.join(ONE);
        assertTrue(onHost.Ports().isEmpty());
        assertTrue(onHost.SandboxKey().endsWith("/netns/default"), onHost.SandboxKey());
        assertEquals(64, onHost.SandboxID().length());
        EndpointSettings endpoint = onHost.Networks().get("host");
        assertEquals(bench.core.inspect("host").Id(), endpoint.NetworkID());
        EndpointResource listed = bench.core.inspect("host").Containers().get(ONE);
        assertEquals(new EndpointResource("name-" + ONE, endpoint.EndpointID(), "", "", ""), listed);
        bench.core.release(ONE);

        Sandbox none = bench.core.create(bench.request(ONE, "none", PublishRequest.NONE));
        assertEquals(Set.of("none"), bench.core.join(ONE).Networks().keySet());
        try (NetlinkSocket inside = bench.namespaces.open(none.namespace())) {
            assertEquals(
                    List.of("lo"), inside.links().stream().map(l -> l.name()).toList());
        }
        SandboxRequest sharing = bench.request(TWO, "container:" + ONE, PublishRequest.NONE);
        assertEquals(none.namespace(), bench.core.create(sharing).namespace());
        NetworkSettings shared = bench.core.join(TWO);
        assertEquals("", shared.SandboxID() + shared.SandboxKey());
        assertEquals(Set.of(ONE), bench.core.inspect("none").Containers().keySet());
        bench.core.release(TWO);
        assertTrue(Files.exists(none.namespace()));
        EngineException gone = assertThrows(
                EngineException.class,
                () -> bench.core.create(bench.request(TWO, "container:" + TWO, PublishRequest.NONE)));
        assertTrue(gone.getMessage().startsWith("cannot join network of a non running container"));
    }

    @Test
    void aSwitchThatCannotBeSetIsLeftToTheRuntime() throws IOException {
        SandboxRequest plain = bench.request(ONE, "bridge", PublishRequest.NONE);
        Map<String, String> sysctls = Map.of("net.ipv4.nosuch", "1", "kernel.msgmax", "9000");
        Sandbox sandbox = bench.core.create(new SandboxRequest(
                plain.containerId(),
                plain.containerName(),
                plain.mode(),
                plain.endpoints(),
                plain.ports(),
                plain.names(),
                plain.macAddress(),
                sysctls));
        assertEquals(sysctls, sandbox.sysctls());
        assertTrue(Files.exists(sandbox.namespace()));
        bench.core.release(ONE);
        assertFalse(Files.exists(sandbox.namespace()));
    }

    @Test
    void aNetworkMayBeMissingUntilTheStart() throws IOException {
        SandboxRequest request = bench.request(ONE, "nosuch", PublishRequest.NONE);
        bench.core.validate(request);
        EngineException missing = assertThrows(EngineException.class, () -> bench.core.create(request));
        assertEquals(ErrorKind.NOT_FOUND, missing.kind());
        assertEquals("failed to set up container networking: network nosuch not found", missing.getMessage());
        assertNull(bench.core.settings(ONE));
    }

    @Test
    void leavesAndRejoinsTheBridgeWhileRunning() throws Exception {
        Sandbox sandbox = run(ONE, publish("", "18089"));
        EngineException twice = assertThrows(EngineException.class, () -> bench.core.connect(ONE, "bridge", null));
        assertEquals(ErrorKind.FORBIDDEN, twice.kind());
        assertTrue(bench.core.disconnect(ONE, "bridge").Networks().isEmpty());
        EndpointSettings fixed = EndpointSettingsBuilder.builder()
                .IPAMConfig(new EndpointIPAMConfig("10.213.0.77", "", null))
                .build();
        EngineException refused = assertThrows(EngineException.class, () -> bench.core.connect(ONE, "bridge", fixed));
        assertEquals("user specified IP address is supported on user defined networks only", refused.getMessage());
        try (NetlinkSocket inside = bench.namespaces.open(sandbox.namespace())) {
            Bench.await(() -> inside.link("eth0") == null);
            assertEquals("10.213.0.3", bench.core.connect(ONE, "bridge", null).IPAddress());
            assertNotNull(inside.link("eth0"));
        }
        assertEquals(
                "18089",
                bench.core.settings(ONE).Ports().get("80/tcp").getFirst().HostPort());
        EngineException never = assertThrows(EngineException.class, () -> bench.core.disconnect(ONE, "none"));
        assertEquals("container " + ONE + " is not connected to the network none", never.getMessage());
    }
}
