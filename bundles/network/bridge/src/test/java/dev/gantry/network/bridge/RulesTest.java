package dev.gantry.network.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.PublishedPort;
import dev.gantry.api.network.Subnet;
import dev.gantry.linux.KernelNamespaces;
import dev.gantry.linux.NftPacketFilter;
import dev.gantry.linux.SystemCalls;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules in a namespace of their own.
@Tag("machine")
class RulesTest {
    private static final BridgeSettings SETTINGS = new BridgeSettings("0badcafe", true, true);
    private static final String TABLE = "gantry-0badcafe-aaaaaaaaaaaa";

    private final KernelNamespaces namespaces = new KernelNamespaces(new SystemCalls());

    @TempDir
    Path directory;

    private Path host;

    @BeforeEach
    void create() throws Exception {
        host = directory.resolve("host");
        namespaces.createNetwork(host, Map.of()).close();
    }

    @AfterEach
    void delete() throws Exception {
        namespaces.deleteNetwork(host);
    }

    private <T> T onHost(Callable<T> work) throws Exception {
        return namespaces.call(host, work);
    }

    private static Network network(Map<String, String> options, boolean internal) {
        Map<String, String> all = new HashMap<>(options);
        all.put(BridgeOptions.NAME, "b0");
        Subnet subnet = new Subnet(IpPrefix.parse("10.9.0.0/24"), null, InetAddress.ofLiteral("10.9.0.1"), Map.of());
        return new Network("a".repeat(64), "n", "bridge", Instant.EPOCH, internal, List.of(subnet), all, Map.of());
    }

    private static Endpoint endpoint(int hostPort) {
        return new Endpoint(
                "e".repeat(64),
                "c",
                "eth0",
                "02:00:00:00:00:02",
                IpPrefix.parse("10.9.0.2/24"),
                null,
                Map.of(),
                List.of(
                        new PublishedPort("tcp", 80, InetAddress.ofLiteral("0.0.0.0"), hostPort),
                        new PublishedPort("tcp", 80, InetAddress.ofLiteral("::"), hostPort),
                        new PublishedPort("udp", 53, InetAddress.ofLiteral("127.0.0.1"), hostPort)));
    }

    private static String iptables(String... arguments) throws Exception {
        Process process =
                new ProcessBuilder(arguments).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), printed);
        return printed;
    }

    @Test
    void portsComeAndGoAndARestartDoublesNothing() throws Exception {
        onHost(() -> {
            NftPacketFilter filter = new NftPacketFilter();
            NftRules rules = new NftRules(filter, SETTINGS);
            Network network = network(Map.of(), false);
            BridgeOptions options = BridgeOptions.of(network);
            rules.replace(network, options, List.of());
            rules.add(network, endpoint(8080));
            String once = filter.run("list table ip " + TABLE);
            assertTrue(once.contains("tcp . 8080 : 10.9.0.2 . 80"), once);
            assertTrue(once.contains("udp . 127.0.0.1 . 8080 : 10.9.0.2 . 53"), once);
            rules.replace(network, options, List.of(endpoint(8080)));
            assertEquals(once, filter.run("list table ip " + TABLE));
            rules.remove(network, endpoint(8080));
            rules.remove(network, endpoint(8080));
            assertFalse(filter.run("list table ip " + TABLE).contains("8080"));
            rules.clear(network);
            rules.clear(network);
            return null;
        });
    }

    @Test
    void rulesOfForgottenNetworksGo() throws Exception {
        onHost(() -> {
            NftPacketFilter filter = new NftPacketFilter();
            NftRules rules = new NftRules(filter, SETTINGS);
            Network network = network(Map.of(), false);
            rules.replace(network, BridgeOptions.of(network), List.of());
            filter.run("add table ip gantry-0badcafe-bbbbbbbbbbbb\nadd table ip gantry-otherone-bbbbbbbbbbbb");
            rules.keepOnly(Set.of(network.id()));
            assertEquals(
                    "table ip " + TABLE + "\ntable ip gantry-otherone-bbbbbbbbbbbb\n", filter.run("list tables ip"));
            return null;
        });
    }

    @Test
    void keepsContainersApartAndInside() throws Exception {
        onHost(() -> {
            NftPacketFilter filter = new NftPacketFilter();
            Map<String, String> apart = Map.of(
                    "com.docker.network.bridge.enable_icc", "false",
                    "com.docker.network.bridge.enable_ip_masquerade", "0");
            Network network = network(apart, true);
            new NftRules(filter, SETTINGS).replace(network, BridgeOptions.of(network), List.of());
            String table = filter.run("list table ip " + TABLE);
            assertTrue(table.contains("iifname \"b0\" drop"), table);
            assertFalse(table.contains("oifname != \"b0\" masquerade"), table);
            return null;
        });
        Network bad = network(Map.of("com.docker.network.bridge.enable_icc", "maybe"), false);
        EngineException refused = assertThrows(EngineException.class, () -> BridgeOptions.of(bad));
        assertTrue(refused.getMessage().startsWith("failed to parse com.docker.network.bridge.enable_icc value: "));
    }

    @Test
    void getsPastAForwardChainThatDrops() throws Exception {
        onHost(() -> {
            NftPacketFilter filter = new NftPacketFilter();
            NftRules rules = new NftRules(filter, SETTINGS);
            Network network = network(Map.of(), false);
            BridgeOptions options = BridgeOptions.of(network);
            rules.passOthers(network, options);
            iptables("iptables", "-N", "DOCKER-USER");
            iptables("iptables", "-A", "FORWARD", "-j", "DOCKER-USER");
            rules.passOthers(network, options);
            assertFalse(iptables("iptables", "-S").contains("b0"));
            iptables("iptables", "-P", "FORWARD", "DROP");
            rules.passOthers(network, options);
            rules.passOthers(network, options);
            String others = iptables("iptables", "-S", "DOCKER-USER");
            assertEquals(3, others.lines().count(), others);
            assertTrue(others.contains("-o b0 ") && others.contains("-i b0 "), others);
            rules.clear(network);
            assertFalse(iptables("iptables", "-S").contains("b0"));
            return null;
        });
    }

    @Test
    void withoutNftablesTheRulesAreIptables() throws Exception {
        onHost(() -> {
            IptablesRules rules = new IptablesRules(new NftPacketFilter(), SETTINGS);
            Network network = network(Map.of(), false);
            BridgeOptions options = BridgeOptions.of(network);
            rules.replace(network, options, List.of());
            rules.replace(network, options, List.of());
            rules.add(network, endpoint(8080));
            String nat = iptables("iptables", "-t", "nat", "-S");
            assertTrue(nat.contains("--dport 8080 -j DNAT --to-destination 10.9.0.2:80"), nat);
            assertEquals(
                    1, nat.lines().filter(l -> l.startsWith("-A PREROUTING")).count(), nat);
            assertTrue(iptables("iptables", "-S", "FORWARD").contains("-j GANTRY-0badcafe-FW"));
            rules.remove(network, endpoint(8080));
            assertFalse(iptables("iptables", "-t", "nat", "-S").contains("8080"));
            return null;
        });
    }
}
