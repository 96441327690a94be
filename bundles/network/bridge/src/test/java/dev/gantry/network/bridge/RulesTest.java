package dev.gantry.network.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.PublishedPort;
import dev.gantry.api.network.Subnet;
import dev.gantry.linux.EpollLoop;
import dev.gantry.linux.KernelNamespaces;
import dev.gantry.linux.NftLosses;
import dev.gantry.linux.NftPacketFilter;
import dev.gantry.linux.SystemCalls;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules in a namespace of their own.
@Tag("machine")
class RulesTest {
    private static final BridgeSettings SETTINGS =
            new BridgeSettings("0badcafe", EnumSet.allOf(Family.class), true, true, false);
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
            // A published port is reached even so, around by the host.
            int published = table.indexOf("oifname \"b0\" ct status dnat accept");
            assertTrue(published >= 0 && published < table.indexOf("iifname \"b0\" oifname \"b0\" drop"), table);
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
            Map<String, String> moved = Map.of(BridgeOptions.NAME, "b1");
            Network elsewhere =
                    new Network(network.id(), "n", "bridge", Instant.EPOCH, false, network.subnets(), moved, Map.of());
            rules.passOthers(elsewhere, BridgeOptions.of(elsewhere));
            others = iptables("iptables", "-S", "DOCKER-USER");
            assertEquals(3, others.lines().count(), others);
            assertTrue(others.contains("-o b1 ") && others.contains("-i b1 "), others);
            rules.clear(network);
            assertFalse(iptables("iptables", "-S").contains("b0"));
            return null;
        });
    }

    private static Network dualStack() {
        Network ipv4 = network(Map.of(), false);
        Subnet ipv6 = new Subnet(IpPrefix.parse("fd00:9::/64"), null, InetAddress.ofLiteral("fd00:9::1"), Map.of());
        return new Network(
                ipv4.id(),
                ipv4.name(),
                ipv4.driver(),
                ipv4.created(),
                false,
                List.of(ipv4.subnets().getFirst(), ipv6),
                ipv4.options(),
                Map.of());
    }

    private static Endpoint dualStackEndpoint() {
        Endpoint ipv4 = endpoint(8080);
        return new Endpoint(
                ipv4.id(),
                ipv4.containerId(),
                ipv4.interfaceName(),
                ipv4.mac(),
                ipv4.ipv4(),
                IpPrefix.parse("fd00:9::2/64"),
                Map.of(),
                ipv4.ports());
    }

    @Test
    void bothFamiliesHaveRules() throws Exception {
        onHost(() -> {
            NftPacketFilter filter = new NftPacketFilter();
            NftRules rules = new NftRules(filter, SETTINGS);
            Network network = dualStack();
            rules.replace(network, BridgeOptions.of(network), List.of());
            rules.add(network, dualStackEndpoint());
            String six = filter.run("list table ip6 " + TABLE);
            assertTrue(six.contains("tcp . 8080 : fd00:9::2 . 80"), six);
            assertTrue(six.contains("ip6 saddr fd00:9::/64 oifname != \"b0\" masquerade"), six);
            assertTrue(filter.run("list table ip " + TABLE).contains("tcp . 8080 : 10.9.0.2 . 80"));
            rules.keepOnly(Set.of());
            assertEquals("", filter.run("list tables"));
            BridgeSettings onlyIpv4 = new BridgeSettings("0badcafe", EnumSet.of(Family.IPV4), true, true, false);
            new NftRules(filter, onlyIpv4).replace(network, BridgeOptions.of(network), List.of());
            assertEquals("table ip " + TABLE + "\n", filter.run("list tables"));
            return null;
        });
    }

    @Test
    void whatOthersRemoveComesBackByItself() throws Exception {
        SystemCalls kernel = new SystemCalls();
        EpollLoop loop = new EpollLoop(kernel);
        try {
            onHost(() -> {
                NftPacketFilter filter = new NftPacketFilter();
                NftRules rules = new NftRules(filter, SETTINGS);
                Network network = network(Map.of(), false);
                rules.replace(network, BridgeOptions.of(network), List.of(endpoint(8080)));
                String before = filter.run("list ruleset");
                CountDownLatch told = new CountDownLatch(1);
                try (AutoCloseable watch = new NftLosses(kernel, loop).watch(told::countDown)) {
                    filter.run("flush ruleset");
                    assertTrue(told.await(10, TimeUnit.SECONDS));
                    assertNotNull(watch);
                }
                rules.restoreLost();
                assertEquals(before, filter.run("list ruleset"));
                return null;
            });
        } finally {
            loop.close();
        }
    }

    @Test
    void aPortIsPublishedAlthoughTheTableIsGone() throws Exception {
        onHost(() -> {
            NftPacketFilter filter = new NftPacketFilter();
            NftRules rules = new NftRules(filter, SETTINGS);
            Network network = network(Map.of(), false);
            rules.replace(network, BridgeOptions.of(network), List.of());
            filter.run("flush ruleset");
            rules.add(network, endpoint(8080));
            assertTrue(filter.run("list ruleset").contains("tcp . 8080 : 10.9.0.2 . 80"));
            filter.run("flush ruleset");
            rules.remove(network, endpoint(8080));
            String left = filter.run("list ruleset");
            assertTrue(left.contains(TABLE) && !left.contains("8080"), left);
            return null;
        });
    }

    @Test
    void theMachineForwardsNothingElse() throws Exception {
        onHost(() -> {
            NftPacketFilter filter = new NftPacketFilter();
            NftRules rules = new NftRules(filter, SETTINGS);
            Network network = network(Map.of(), false);
            rules.replace(network, BridgeOptions.of(network), List.of());
            rules.closeForwarding(Family.IPV4);
            rules.closeForwarding(Family.IPV4);
            rules.passOthers(network, BridgeOptions.of(network));
            String forward = iptables("iptables", "-S", "FORWARD");
            assertTrue(forward.startsWith("-P FORWARD DROP"), forward);
            assertTrue(forward.contains("-i b0 ") && forward.contains("-o b0 "), forward);
            return null;
        });
    }

    @Test
    void withoutNftablesIpv6HasRulesToo() throws Exception {
        onHost(() -> {
            IptablesRules rules = new IptablesRules(new NftPacketFilter(), SETTINGS);
            Network network = dualStack();
            rules.replace(network, BridgeOptions.of(network), List.of(dualStackEndpoint()));
            String nat = iptables("ip6tables", "-t", "nat", "-S");
            assertTrue(nat.contains("--dport 8080 -j DNAT --to-destination [fd00:9::2]:80"), nat);
            String raw = iptables("iptables", "-t", "raw", "-S");
            assertTrue(raw.contains("-d 10.9.0.0/24 ! -i b0 -j DROP"), raw);
            iptables("iptables", "-t", "nat", "-F");
            rules.restoreLost();
            assertTrue(iptables("iptables", "-t", "nat", "-S", "PREROUTING").contains("GANTRY-0badcafe-DN"));
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
