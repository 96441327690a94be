package dev.gantry.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.linux.Errno;
import dev.gantry.api.linux.ErrnoException;
import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.Link;
import dev.gantry.api.linux.NetlinkSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two namespaces, "host" and "inside", so that nothing of the machine is touched.
@Tag("machine")
class RouteSocketTest {
    private final KernelNamespaces namespaces = new KernelNamespaces(new SystemCalls());

    @TempDir
    Path directory;

    private Path host;
    private Path inside;
    private NetlinkSocket outer;
    private NetlinkSocket inner;

    @BeforeEach
    void create() throws Exception {
        host = directory.resolve("host");
        inside = directory.resolve("inside");
        outer = namespaces.createNetwork(host, Map.of());
        inner = namespaces.createNetwork(inside, Map.of("net.ipv6.conf.all.disable_ipv6", "1"));
    }

    @AfterEach
    void delete() throws Exception {
        outer.close();
        inner.close();
        namespaces.deleteNetwork(host);
        namespaces.deleteNetwork(inside);
        namespaces.deleteNetwork(inside);
        assertTrue(Files.notExists(host));
    }

    @Test
    void joinsTwoNamespacesByAVethOnABridge() throws Exception {
        int bridge = outer.addBridge("br0", "02:42:00:00:00:01", 1400);
        outer.addAddress(bridge, IpPrefix.parse("10.9.0.1/24"));
        outer.setAlias(bridge, "mine");
        outer.setUp(bridge, true);
        int veth = outer.addVeth("vethx", "eth0", inside, "02:42:0a:09:00:02", 1400);
        outer.setMaster(veth, bridge);
        outer.setHairpin(veth, true);
        outer.setUp(veth, true);
        Link eth0 = inner.link("eth0");
        assertNotNull(eth0);
        inner.addAddress(eth0.index(), IpPrefix.parse("10.9.0.2/24"));
        inner.setUp(eth0.index(), true);
        inner.addRoute(eth0.index(), null, InetAddress.ofLiteral("10.9.0.1"));

        assertEquals("02:42:0a:09:00:02", inner.link("eth0").mac());
        assertEquals(1400, inner.link("eth0").mtu());
        assertEquals("veth", inner.link("eth0").kind());
        assertEquals(List.of(IpPrefix.parse("10.9.0.2/24")), inner.addresses(eth0.index()));
        assertTrue(inner.routes().stream()
                .anyMatch(r -> r.destination().length() == 0
                        && InetAddress.ofLiteral("10.9.0.1").equals(r.gateway())));
        Link br0 = outer.link("br0");
        assertEquals("mine", br0.alias());
        assertTrue(br0.up());
        assertEquals(bridge, outer.link("vethx").master());
        assertTrue(
                namespaces.call(inside, () -> InetAddress.ofLiteral("10.9.0.1").isReachable(2000)));

        outer.deleteLink(veth);
        assertNull(inner.link("eth0"));
        outer.removeAddress(bridge, IpPrefix.parse("10.9.0.1/24"));
        outer.removeAddress(bridge, IpPrefix.parse("10.9.0.1/24"));
        assertTrue(outer.addresses(bridge).stream().noneMatch(a -> !a.isIpv6()));
    }

    @Test
    void saysWhatTheKernelRefused() throws Exception {
        outer.addBridge("br0", null, 0);
        ErrnoException twice = assertThrows(ErrnoException.class, () -> outer.addBridge("br0", null, 0));
        assertTrue(twice.is(Errno.EEXIST));
        assertTrue(twice.getMessage().startsWith("add bridge br0: file exists"), twice.getMessage());
        assertNull(outer.link("absent"));
        assertThrows(IOException.class, () -> outer.deleteLink(4711));
    }

    @Test
    void setsSysctlsOfTheNamespaceAlone() throws Exception {
        Path sysctl = Path.of("/proc/sys/net/ipv6/conf/all/disable_ipv6");
        assertEquals("1", namespaces.call(inside, () -> Files.readString(sysctl).strip()));
        assertEquals("0", namespaces.call(host, () -> Files.readString(sysctl).strip()));
        assertThrows(
                IOException.class,
                () -> namespaces.createNetwork(directory.resolve("x"), Map.of("net.ipv4.absent", "1")));
        assertTrue(Files.notExists(directory.resolve("x")));
    }

    @Test
    void runsNftInTheNamespaceOfTheThreadThatLoadsIt() throws Exception {
        String ruleset = namespaces.call(host, () -> {
            NftPacketFilter filter = new NftPacketFilter();
            filter.run("add table ip gantry-t\nadd chain ip gantry-t c { type filter hook forward priority 0; }");
            assertThrows(IOException.class, () -> filter.run("add rule ip gantry-t absent accept"));
            return filter.run("list ruleset");
        });
        assertTrue(ruleset.contains("table ip gantry-t"), ruleset);
    }

    @Test
    void findsNoFlowsOfANewNamespace() throws Exception {
        int forgotten = namespaces.call(
                host, () -> new FlowTable(new SystemCalls()).forgetUdp(InetAddress.ofLiteral("10.9.0.2"), 53));
        assertEquals(0, forgotten);
    }
}
