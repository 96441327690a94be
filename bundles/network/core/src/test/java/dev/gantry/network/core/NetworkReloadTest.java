package dev.gantry.network.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.NetlinkSocket;
import dev.gantry.api.network.PublishRequest;
import dev.gantry.api.network.Sandbox;
import dev.gantry.api.types.NetworkSettings;
import dev.gantry.api.types.PortBinding;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Other settings under running containers.
@Tag("machine")
class NetworkReloadTest {
    private static final String ONE = "1".repeat(64);
    private static final String TWO = "2".repeat(64);
    private static final String THREE = "3".repeat(64);

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

    private Sandbox run(String id, PublishRequest ports) throws IOException {
        Sandbox sandbox = bench.core.create(bench.request(id, "bridge", ports));
        bench.core.join(id);
        return sandbox;
    }

    private static PublishRequest publish(String hostPort) {
        return new PublishRequest(Map.of("80/tcp", List.of(new PortBinding("", hostPort))), Set.of(), false);
    }

    /// Sends back what it is sent.
    private void echo(Sandbox sandbox) throws IOException {
        server = bench.namespaces.call(
                sandbox.namespace(), () -> new ServerSocket(80, 50, InetAddress.ofLiteral("0.0.0.0")));
        ServerSocket listening = server;
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    Socket client = listening.accept();
                    Thread.ofPlatform().daemon().start(() -> {
                        try (client) {
                            client.getInputStream().transferTo(client.getOutputStream());
                        } catch (IOException e) {
                            return;
                        }
                    });
                }
            } catch (IOException e) {
                return;
            }
        });
    }

    private static Socket connected(String address, int port) throws IOException {
        Socket socket = new Socket();
        try {
            // A lost first packet is sent again after a second.
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), 2500);
            socket.setSoTimeout(2500);
            assertAnswers(socket);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static void assertAnswers(Socket socket) throws IOException {
        socket.getOutputStream().write('x');
        assertEquals('x', socket.getInputStream().read());
    }

    private static boolean answers(String address, int port) {
        try (Socket socket = connected(address, port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean answers(Sandbox from, String address, int port) throws IOException {
        return bench.namespaces.call(from.namespace(), () -> answers(address, port));
    }

    private EngineException refused(String key, Object value) {
        return refused(Map.of(key, value));
    }

    private EngineException refused(Map<String, Object> changes) {
        return assertThrows(EngineException.class, () -> bench.prepare(changes));
    }

    @Test
    void containersAreKeptApartAndBroughtTogetherAgain() throws Exception {
        Sandbox one = run(ONE, publish("18300"));
        Sandbox two = run(TWO, PublishRequest.NONE);
        echo(one);
        try (Socket outside = connected("127.0.0.1", 18300)) {
            assertTrue(answers(two, "10.213.0.2", 80));
            bench.reload(Map.of("icc", false));
            assertFalse(answers(two, "10.213.0.2", 80));
            assertAnswers(outside);
            assertTrue(answers("127.0.0.1", 18300));
            bench.reload(Map.of("icc", true));
            assertTrue(answers(two, "10.213.0.2", 80));
            assertAnswers(outside);
        }
        assertEquals("true", bench.core.inspect("bridge").Options().get("com.docker.network.bridge.enable_icc"));
    }

    /// Where a container's datagram seems to come from on another machine.
    private InetAddress seenOutside(Sandbox sandbox) throws IOException {
        try (DatagramSocket outside = bench.namespaces.call(
                        OwnNamespace.outside(),
                        () -> new DatagramSocket(7000, OwnNamespace.OUTSIDE_ADDRESS.address()));
                DatagramSocket inside = bench.namespaces.call(sandbox.namespace(), () -> new DatagramSocket())) {
            outside.setSoTimeout(2000);
            inside.send(new DatagramPacket(new byte[1], 1, OwnNamespace.OUTSIDE_ADDRESS.address(), 7000));
            DatagramPacket packet = new DatagramPacket(new byte[1], 1);
            outside.receive(packet);
            return packet.getAddress();
        }
    }

    @Test
    void containersAreHiddenOrNot() throws Exception {
        Sandbox one = run(ONE, PublishRequest.NONE);
        assertEquals(OwnNamespace.ADDRESS.address(), seenOutside(one));
        bench.reload(Map.of("ip-masq", false));
        assertEquals(InetAddress.ofLiteral("10.213.0.2"), seenOutside(one));
        bench.reload(Map.of("ip-masq", true));
        assertEquals(OwnNamespace.ADDRESS.address(), seenOutside(one));
    }

    @Test
    void rulesGoAndComeBackWhilePortsStayOpen() throws Exception {
        Sandbox one = run(ONE, publish("18301"));
        echo(one);
        bench.reload(Map.of("iptables", false, "ip6tables", false));
        assertFalse(bench.rules().contains("18301"), bench.rules());
        assertTrue(answers("127.0.0.1", 18301));
        assertTrue(answers(OwnNamespace.ADDRESS.address().getHostAddress(), 18301));
        run(TWO, publish("18302"));
        assertTrue(answers("127.0.0.1", 18301));
        bench.reload(Map.of("iptables", true, "ip6tables", true));
        assertTrue(bench.rules().contains("tcp . 18301 : 10.213.0.2 . 80"), bench.rules());
        assertTrue(bench.rules().contains("tcp . 18302 : 10.213.0.3 . 80"), bench.rules());
        assertTrue(answers("127.0.0.1", 18301));
        bench.core.release(TWO);
        assertFalse(bench.rules().contains("18302"), bench.rules());
    }

    @Test
    void forwardingIsSwitchedOn() throws Exception {
        Path forward = Path.of("/proc/sys/net/ipv4/ip_forward");
        bench.reload(Map.of("ip-forward", false));
        Files.writeString(forward, "0");
        bench.reload(Map.of("ip-masq", false));
        assertEquals("0", Files.readString(forward).strip());
        bench.reload(Map.of("ip-forward", true));
        assertEquals("1", Files.readString(forward).strip());
    }

    @Test
    void laterContainersHaveWhatIsConfiguredThen() throws Exception {
        Sandbox one = run(ONE, publish("18303"));
        echo(one);
        assertTrue(answers("::1", 18303));
        bench.reload(Map.of("userland-proxy", false, "ip", "127.0.0.1", "mtu", 1300L, "dns", List.of("192.0.2.53")));
        Sandbox two = run(TWO, publish("18304"));
        assertEquals(
                List.of(new PortBinding("127.0.0.1", "18304")),
                bench.core.settings(TWO).Ports().get("80/tcp"));
        assertEquals(1300, bench.link(Bench.DEVICE).mtu());
        try (NetlinkSocket inside = bench.namespaces.open(two.namespace())) {
            assertEquals(1300, inside.link("eth0").mtu());
        }
        assertTrue(
                Files.readString(directory.resolve(TWO).resolve("resolv.conf")).contains("192.0.2.53"));
        // The one that ran before has what it had.
        assertTrue(answers("::1", 18303));
        assertTrue(answers("127.0.0.1", 18303));
    }

    @Test
    void anAddressInUseIsRefusedByName() throws Exception {
        bench.runs(ONE);
        assertEquals(
                "bip: the default bridge is in use by running containers: its address cannot change from 10.213.0.1/24"
                        + " to 10.214.0.1/24",
                refused("bip", "10.214.0.1/24").getMessage());
        bench.addBridge("gtest1");
        assertTrue(refused("bridge", "gtest1").getMessage().startsWith("bridge: the default bridge is in use"));
        assertTrue(refused("bridge", "none").getMessage().startsWith("bridge: the default bridge is in use"));
        assertEquals(
                "default-gateway: the default bridge is in use by running containers: 10.213.0.2 is one of theirs",
                refused("default-gateway", "10.213.0.2").getMessage());
        assertEquals(
                "default-gateway: 10.9.9.9 is not in the bridge's subnet 10.213.0.0/24",
                refused("default-gateway", "10.9.9.9").getMessage());
        // Whoever was refused has let go of what it held.
        assertEquals("10.213.0.3", bench.runs(TWO).IPAddress());
        bench.core.release(ONE);
        bench.core.release(TWO);
        bench.reload(Map.of("bip", "10.214.0.1/24"));
        assertEquals(List.of(IpPrefix.parse("10.214.0.1/24")), bench.addresses(Bench.DEVICE));
        assertEquals("10.214.0.2", bench.runs(ONE).IPAddress());
        assertTrue(bench.rules().contains("10.214.0.0/24") && !bench.rules().contains("10.213.0.0/24"));
        bench.core.release(ONE);
        // The same subnet with another address of the bridge.
        bench.reload(Map.of("bip", "10.214.0.9/24"));
        assertEquals(List.of(IpPrefix.parse("10.214.0.9/24")), bench.addresses(Bench.DEVICE));
        assertEquals("10.214.0.9", bench.runs(ONE).Gateway());
    }

    @Test
    void aRehearsalChangesNothing() throws Exception {
        bench.runs(ONE);
        bench.core.release(ONE);
        String rules = bench.rules();
        var network = bench.core.inspect("bridge");
        bench.prepare(Map.of("bip", "10.214.0.1/24", "icc", false)).rollback();
        assertEquals(rules, bench.rules());
        assertEquals(network, bench.core.inspect("bridge"));
        assertEquals(List.of(IpPrefix.parse("10.213.0.1/24")), bench.addresses(Bench.DEVICE));
        assertEquals("10.213.0.3", bench.runs(ONE).IPAddress());
    }

    @Test
    void whoComesDuringAReloadGetsWhatIsDecidedThen() throws Exception {
        bench.core.inspect("bridge");
        bench.runs(ONE);
        bench.core.release(ONE);
        Bench.Step step = bench.prepare(Map.of("bip", "10.214.0.1/24"));
        bench.core.create(bench.request(TWO, "bridge", PublishRequest.NONE));
        CompletableFuture<NetworkSettings> joining = new CompletableFuture<>();
        Thread joiner = Thread.ofPlatform().start(() -> joining.complete(bench.core.join(TWO)));
        Bench.await(() -> joiner.getState() == Thread.State.WAITING);
        step.commit();
        assertEquals("10.214.0.2", joining.get().IPAddress());
    }

    @Test
    void theRangeAndTheGatewayOfLaterContainersChangeUnderRunningOnes() throws Exception {
        Sandbox one = run(ONE, publish("18305"));
        echo(one);
        try (Socket open = connected("127.0.0.1", 18305)) {
            bench.reload(Map.of("fixed-cidr", "10.213.0.0/29", "default-gateway", "10.213.0.4"));
            assertAnswers(open);
        }
        assertEquals("10.213.0.3", bench.runs(TWO).IPAddress());
        Sandbox three = run(THREE, PublishRequest.NONE);
        assertEquals("10.213.0.5", bench.core.settings(THREE).IPAddress(), "the gateway's address is taken");
        try (NetlinkSocket inside = bench.namespaces.open(three.namespace())) {
            InetAddress gateway = InetAddress.ofLiteral("10.213.0.4");
            assertTrue(inside.routes().stream().anyMatch(r -> gateway.equals(r.gateway())));
        }
        bench.core.release(ONE);
        bench.core.release(TWO);
        bench.reload(Map.of("fixed-cidr", "10.213.0.4/31", "default-gateway", ""));
        assertEquals("10.213.0.4", bench.runs(TWO).IPAddress());
        EngineException none = assertThrows(EngineException.class, () -> bench.runs(ONE));
        assertTrue(none.getMessage().contains("no available IPv4 addresses"), none.getMessage());
        bench.core.release(ONE);
    }

    @Test
    void ipv6ComesUnderRunningContainersAndGoesWhenNobodyHasIt() throws Exception {
        Sandbox one = run(ONE, publish("18306"));
        echo(one);
        bench.reload(Map.of("ipv6", true, "fixed-cidr-v6", "fd00:213::/64"));
        assertTrue(answers("127.0.0.1", 18306));
        assertEquals("", bench.core.settings(ONE).GlobalIPv6Address());
        assertEquals("fd00:213::2", bench.runs(TWO).GlobalIPv6Address());
        assertTrue(bench.rules().contains("table ip6 gantry-"));
        bench.reload(Map.of("ip6tables", false));
        assertFalse(bench.rules().contains("table ip6 gantry-"));
        bench.reload(Map.of("ip6tables", true));
        assertTrue(bench.rules().contains("table ip6 gantry-"));
        assertEquals(
                "ipv6: the default bridge is in use by running containers: they have IPv6 addresses",
                refused("ipv6", false).getMessage());
        assertEquals(
                "fixed-cidr-v6: the default bridge is in use by running containers: its address cannot change from"
                        + " fd00:213::1/64 to fd00:214::1/64",
                refused("fixed-cidr-v6", "fd00:214::/64").getMessage());
        bench.core.release(TWO);
        bench.reload(Map.of("ipv6", false));
        assertFalse(bench.rules().contains("table ip6 gantry-"));
        assertEquals(List.of(IpPrefix.parse("10.213.0.1/24")), bench.addresses(Bench.DEVICE));
        assertEquals("", bench.runs(TWO).GlobalIPv6Address());
    }

    @Test
    void theDefaultBridgeMovesAndGoesAndComesBack() throws Exception {
        bench.runs(ONE);
        bench.core.release(ONE);
        bench.addBridge("gtest1");
        bench.reload(Map.of("bridge", "gtest1"));
        assertNull(bench.link(Bench.DEVICE));
        assertNotNull(bench.link("gtest1"));
        assertEquals("10.213.0.1", bench.runs(ONE).Gateway());
        bench.core.release(ONE);
        bench.reload(Map.of("bridge", "none"));
        assertNotNull(bench.link("gtest1"), "it is the operator's");
        assertFalse(bench.rules().contains("gtest1"));
        assertThrows(EngineException.class, () -> bench.core.inspect("bridge"));
        assertEquals(Set.of("none"), bench.runs(ONE).Networks().keySet());
        bench.addBridge(Bench.DEVICE);
        bench.reload(Map.of("bridge", Bench.DEVICE));
        assertEquals("10.213.0.1", bench.runs(TWO).Gateway());
        assertEquals(Set.of("none"), bench.core.settings(ONE).Networks().keySet());
    }

    @Test
    void aNamedBridgeThatIsNotThereIsRefusedBeforeAnythingChanges() throws Exception {
        assertEquals(
                "bridge: bridge device with non default name gtest1 must be created manually",
                refused("bridge", "gtest1").getMessage());
        assertNull(bench.link("gtest1"));
        assertNotNull(bench.link(Bench.DEVICE));
        // Without a driver nobody would ask for the device until the driver comes.
        Bench.await(() -> bench.core.drivers().contains("bridge"));
        bench.driverGoes();
        refused("bridge", "gtest1");
        bench.driverComes(bench.bridge);
        // It is down and has no address, but it is there.
        bench.addBridge("gtest1");
        bench.prepare(Map.of("bridge", "gtest1")).rollback();
        // The one that needs no making.
        bench.prepare(Map.of("bridge", "docker0")).rollback();
        assertNull(bench.link("docker0"));
        assertEquals("10.213.0.1", bench.runs(ONE).Gateway());
    }

    @Test
    void theNextDaemonTakesWhatTheRunningContainersAllow() throws Exception {
        bench.runs(ONE);
        bench.crash();
        bench.config.put("bip", "10.214.0.1/24");
        bench.config.put("icc", "false");
        bench.start();
        assertEquals("10.213.0.3", bench.runs(TWO).IPAddress());
        assertTrue(bench.rules().contains("iifname \"gtest0\" oifname \"gtest0\" drop"), bench.rules());
    }
}
