package dev.gantry.network.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.PacketFilter;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.Subnet;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Kernels without iptables' table `raw`, as `DOCKER_INSECURE_NO_IPTABLES_RAW=1` tells.
class RawTableTest {
    private static final BridgeSettings SETTINGS =
            new BridgeSettings("0badcafe", EnumSet.of(Family.IPV4), true, true, false);

    private final StringBuilder given = new StringBuilder();

    private final PacketFilter filter = (PacketFilter) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {PacketFilter.class}, (_, method, args) -> {
                assertEquals("restore", method.getName());
                given.append(args[1]);
                return null;
            });

    private String rules(boolean raw) throws IOException {
        Subnet subnet = new Subnet(IpPrefix.parse("10.9.0.0/24"), null, InetAddress.ofLiteral("10.9.0.1"), Map.of());
        Network network =
                new Network("a".repeat(64), "n", "bridge", Instant.EPOCH, false, List.of(subnet), Map.of(), Map.of());
        new IptablesRules(filter, SETTINGS, raw).replace(network, BridgeOptions.of(network), List.of());
        return given.toString();
    }

    @Test
    void isUsedWhereItIs() throws IOException {
        String rules = rules(true);
        assertTrue(rules.contains("*raw\n"), rules);
        assertTrue(rules.contains("-d 127.0.0.0/8 -j DROP"), rules);
    }

    @Test
    void isLeftOutWhereItIsNot() throws IOException {
        String rules = rules(false);
        assertFalse(rules.contains("raw"), rules);
        assertTrue(rules.contains("*nat\n") && rules.contains("*filter\n"), rules);
        assertTrue(rules.contains("-o br-aaaaaaaaaaaa -j DROP"), "strangers are kept from containers all the same");
    }
}
