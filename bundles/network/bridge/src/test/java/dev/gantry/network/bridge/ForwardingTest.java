package dev.gantry.network.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.NetlinkSocket;
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
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        ServerSocket server = namespaces.call(namespace, () -> new ServerSocket(80, 10, address));
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

    @Test
    void trafficPassesAHostThatDropsWhatItDoesNotKnow() throws Exception {
        Subnet subnet = new Subnet(IpPrefix.parse("10.9.0.0/24"), null, InetAddress.ofLiteral("10.9.0.1"), Map.of());
        Network network = new Network(
                "a".repeat(64),
                "n",
                "bridge",
                Instant.EPOCH,
                false,
                List.of(subnet),
                Map.of(BridgeOptions.NAME, "b0"),
                Map.of());
        Endpoint endpoint = new Endpoint(
                "e".repeat(64),
                "c",
                "eth0",
                "02:00:00:00:00:02",
                new IpPrefix(CONTAINER, 24),
                null,
                Map.of(),
                List.of(new PublishedPort("tcp", 80, InetAddress.ofLiteral("0.0.0.0"), 8080)));
        namespaces.call(host, () -> {
            iptables("iptables", "-N", "DOCKER-USER");
            iptables("iptables", "-A", "FORWARD", "-j", "DOCKER-USER");
            iptables("iptables", "-P", "FORWARD", "DROP");
            BridgeSettings settings = new BridgeSettings("0badcafe", EnumSet.allOf(Family.class), true, true);
            BridgeDriver driver = new BridgeDriver(
                    namespaces, new NftPacketFilter(), new FlowTable(kernel), lost -> () -> {}, settings);
            driver.restore(network, List.of());
            try (NetlinkSocket inside = namespaces.open(container)) {
                driver.join(network, endpoint, container, inside, true);
            }
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
}
