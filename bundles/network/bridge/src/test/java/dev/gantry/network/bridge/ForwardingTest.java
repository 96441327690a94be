package dev.gantry.network.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.NetlinkSocket;
import dev.gantry.api.linux.PacketFilter;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.PublishedPort;
import dev.gantry.api.network.Subnet;
import dev.gantry.linux.FlowTable;
import dev.gantry.linux.KernelNamespaces;
import dev.gantry.linux.NftPacketFilter;
import dev.gantry.linux.SystemCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Traffic over a host whose iptables drop what they do not know. Three namespaces: a host, a container on it, and a machine
/// outside that routes to the host.
@Tag("machine")
class ForwardingTest {
    private static final InetAddress HOST = InetAddress.ofLiteral("10.8.0.1");
    private static final InetAddress OUTSIDE = InetAddress.ofLiteral("10.8.0.2");
    private static final InetAddress CONTAINER = InetAddress.ofLiteral("10.9.0.2");

    private final SystemCalls kernel = new SystemCalls();
    private final KernelNamespaces namespaces = new KernelNamespaces(kernel);

    @TempDir
    Path directory;

    private Path host;
    private Path outside;
    private Path container;

    @BeforeEach
    void create() throws Exception {
        host = directory.resolve("host");
        outside = directory.resolve("outside");
        container = directory.resolve("container");
        namespaces.createNetwork(host, Map.of()).close();
        namespaces.createNetwork(container, Map.of()).close();
        try (NetlinkSocket far = namespaces.createNetwork(outside, Map.of());
                NetlinkSocket near = namespaces.open(host)) {
            int cable = near.addVeth("cable", "eth0", outside, null, 0);
            near.addAddress(cable, new IpPrefix(HOST, 24));
            near.setUp(cable, true);
            int eth0 = far.link("eth0").index();
            far.addAddress(eth0, new IpPrefix(OUTSIDE, 24));
            far.setUp(eth0, true);
            far.addRoute(eth0, null, HOST);
        }
    }

    @AfterEach
    void delete() throws Exception {
        for (Path namespace : List.of(container, outside, host)) {
            namespaces.deleteNetwork(namespace);
        }
    }

    private static void iptables(String... arguments) throws Exception {
        Process process =
                new ProcessBuilder(arguments).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), printed);
    }

    /// Answers every client with the address that it comes from.
    private ServerSocket serve(Path namespace, InetAddress address) throws IOException {
        return serve(namespace, address, 80);
    }

    private ServerSocket serve(Path namespace, InetAddress address, int port) throws IOException {
        ServerSocket server = namespaces.call(namespace, () -> new ServerSocket(port, 10, address));
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    try (Socket client = server.accept()) {
                        client.getOutputStream()
                                .write(client.getInetAddress().getHostAddress().getBytes(StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException e) {
                return;
            }
        });
        return server;
    }

    private String ask(Path from, InetAddress address, int port) throws IOException {
        return namespaces.call(from, () -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), 1500);
                socket.setSoTimeout(1500);
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
        });
    }

    private static Network network() {
        Subnet subnet = new Subnet(IpPrefix.parse("10.9.0.0/24"), null, InetAddress.ofLiteral("10.9.0.1"), Map.of());
        return new Network(
                "a".repeat(64),
                "n",
                "bridge",
                Instant.EPOCH,
                false,
                List.of(subnet),
                Map.of(BridgeOptions.NAME, "b0"),
                Map.of());
    }

    private static Endpoint endpoint() {
        return new Endpoint(
                "e".repeat(64),
                "c",
                "eth0",
                "02:00:00:00:00:02",
                new IpPrefix(CONTAINER, 24),
                null,
                Map.of(),
                List.of(new PublishedPort("tcp", 80, InetAddress.ofLiteral("0.0.0.0"), 8080)));
    }

    private BridgeDriver driver(PacketFilter filter, boolean direct) throws IOException {
        BridgeSettings settings = BridgeSettings.of(Map.of("allow-direct-routing", direct));
        return new BridgeDriver(namespaces, filter, new FlowTable(kernel), lost -> () -> {}, settings);
    }

    private void join(BridgeDriver driver) throws IOException {
        driver.restore(network(), List.of());
        try (NetlinkSocket inside = namespaces.open(container)) {
            driver.join(network(), endpoint(), container, inside, true);
        }
    }

    @Test
    void trafficPassesAHostThatDropsWhatItDoesNotKnow() throws Exception {
        namespaces.call(host, () -> {
            iptables("iptables", "-N", "DOCKER-USER");
            iptables("iptables", "-A", "FORWARD", "-j", "DOCKER-USER");
            iptables("iptables", "-P", "FORWARD", "DROP");
            join(driver(new NftPacketFilter(), false));
            return null;
        });
        try (ServerSocket web = serve(container, InetAddress.ofLiteral("0.0.0.0"));
                ServerSocket far = serve(outside, OUTSIDE)) {
            // Out, behind the host's address; in, by the published port; but not to the container's own address.
            assertEquals("10.8.0.1", ask(container, OUTSIDE, far.getLocalPort()));
            assertEquals("10.8.0.2", ask(outside, HOST, 8080));
            assertThrows(IOException.class, () -> ask(outside, CONTAINER, web.getLocalPort()));
            assertThrows(IOException.class, () -> ask(outside, HOST, 8081));
            assertEquals("10.9.0.1", ask(host, InetAddress.ofLiteral("127.0.0.1"), 8080));
            assertEquals("10.9.0.1", ask(container, HOST, 8080));
        }
    }

    /// The library's rules, and those of a machine without it.
    private static List<PacketFilter> filters() {
        NftPacketFilter real = new NftPacketFilter();
        PacketFilter withoutNftables = new PacketFilter() {
            @Override
            public boolean hasNftables() {
                return false;
            }

            @Override
            public String run(String commands) throws IOException {
                throw new IOException("no nftables");
            }

            @Override
            public String runJson(String commands) throws IOException {
                return run(commands);
            }

            @Override
            public void restore(boolean ipv6, String rules) throws IOException {
                real.restore(ipv6, rules);
            }
        };
        return List.of(real, withoutNftables);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void publishedPortsAreReachedDirectlyWhereThatIsAllowed(int kind) throws Exception {
        BridgeDriver driver = namespaces.call(host, () -> driver(filters().get(kind), true));
        namespaces.call(host, () -> {
            join(driver);
            return null;
        });
        try (ServerSocket web = serve(container, InetAddress.ofLiteral("0.0.0.0"));
                ServerSocket hidden = serve(container, InetAddress.ofLiteral("0.0.0.0"), 81)) {
            assertEquals("10.8.0.2", ask(outside, CONTAINER, web.getLocalPort()));
            assertThrows(IOException.class, () -> ask(outside, CONTAINER, hidden.getLocalPort()));
            assertEquals("10.8.0.2", ask(outside, HOST, 8080));
            reload(driver, Map.of("allow-direct-routing", "false"));
            assertThrows(IOException.class, () -> ask(outside, CONTAINER, web.getLocalPort()));
            assertEquals("10.8.0.2", ask(outside, HOST, 8080));
            reload(driver, Map.of("allow-direct-routing", "true"));
            assertEquals("10.8.0.2", ask(outside, CONTAINER, web.getLocalPort()));
            namespaces.call(host, () -> {
                driver.leave(network(), endpoint());
                return null;
            });
            assertThrows(IOException.class, () -> ask(outside, CONTAINER, web.getLocalPort()));
        }
    }

    /// As the core does at the end of a reload.
    private void reload(BridgeDriver driver, Map<String, Object> config) throws IOException {
        namespaces.call(host, () -> {
            driver.modified(config);
            driver.restore(network(), List.of(endpoint()));
            return null;
        });
    }

    private String rules() throws IOException {
        return namespaces.call(host, () -> new NftPacketFilter().run("list ruleset"));
    }

    private String sysctl(String name) throws IOException {
        return namespaces.call(
                host, () -> Files.readString(Path.of("/proc/sys/net", name)).strip());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void rulesGoAndComeBackWithTheirSwitch(int kind) throws Exception {
        BridgeDriver driver = namespaces.call(host, () -> driver(filters().get(kind), false));
        Map<String, Object> none = Map.of("iptables", "false", "ip6tables", "false", "ip-forward-no-drop", "true");
        Map<String, Object> all = Map.of("ip-forward-no-drop", "true");
        reload(driver, none);
        assertFalse(rules().contains("8080"), rules());
        assertEquals("0", sysctl("ipv4/conf/b0/route_localnet"));
        reload(driver, all);
        assertTrue(rules().contains("8080"), rules());
        assertEquals("1", sysctl("ipv4/conf/b0/route_localnet"));
        reload(driver, none);
        assertFalse(rules().toLowerCase(Locale.ROOT).contains("gantry-"), rules());
        assertEquals("0", sysctl("ipv4/conf/b0/route_localnet"));
        // The next daemon, too, removes what another one with other settings has left.
        reload(driver, all);
        BridgeDriver next = namespaces.call(host, () -> driver(filters().get(kind), false));
        reload(next, none);
        assertFalse(rules().toLowerCase(Locale.ROOT).contains("gantry-"), rules());
    }

    @Test
    void forwardingIsSwitchedOnByAReload() throws Exception {
        BridgeDriver driver = namespaces.call(host, () -> driver(new NftPacketFilter(), false));
        namespaces.call(host, () -> Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "0"));
        reload(driver, Map.of("ip-forward", "false"));
        assertEquals("0", sysctl("ipv4/ip_forward"));
        reload(driver, Map.of("ip-forward", "true", "ip-forward-no-drop", "false"));
        assertEquals("1", sysctl("ipv4/ip_forward"));
        assertTrue(rules().contains("policy drop"), rules());
    }

    @Test
    void aBridgeThatSomebodyElseHasMadeStays() throws Exception {
        BridgeDriver driver = namespaces.call(host, () -> driver(new NftPacketFilter(), false));
        try (NetlinkSocket near = namespaces.open(host)) {
            near.addBridge("b0", null, 0);
            reload(driver, Map.of());
            namespaces.call(host, () -> {
                driver.remove(network());
                return null;
            });
            assertNotNull(near.link("b0"));
        }
    }
}
