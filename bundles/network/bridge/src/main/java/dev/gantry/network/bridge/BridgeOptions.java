package dev.gantry.network.bridge;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.Subnet;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A network's options, parsed.
///
/// @param device name of the bridge
/// @param mtu of the bridge and of the interfaces, 0 for the kernel's default
/// @param icc whether containers on it reach each other
/// @param masquerade whether they leave behind the host's address
/// @param internal whether there is no way out
/// @param subnets one for each family that the network has
record BridgeOptions(
        String device, int mtu, boolean icc, boolean masquerade, boolean internal, Map<Family, Subnet> subnets) {
    static final String NAME = "com.docker.network.bridge.name";
    static final String DEFAULT_BRIDGE = "com.docker.network.bridge.default_bridge";
    private static final String ICC = "com.docker.network.bridge.enable_icc";
    private static final String MASQUERADE = "com.docker.network.bridge.enable_ip_masquerade";
    private static final String MTU = "com.docker.network.driver.mtu";

    static BridgeOptions of(Network network) {
        Map<String, String> options = network.options();
        Map<Family, Subnet> subnets = new EnumMap<>(Family.class);
        network.subnets().forEach(subnet -> subnets.putIfAbsent(Family.of(subnet.prefix()), subnet));
        return new BridgeOptions(
                options.getOrDefault(NAME, "br-" + network.id().substring(0, 12)),
                mtu(options),
                flag(options, ICC),
                flag(options, MASQUERADE),
                network.internal(),
                subnets);
    }

    private static int mtu(Map<String, String> options) {
        String text = options.getOrDefault(MTU, "0");
        try {
            int mtu = Integer.parseInt(text);
            if (mtu >= 0) {
                return mtu;
            }
        } catch (NumberFormatException e) {
            throw bad(MTU, text);
        }
        throw bad(MTU, text);
    }

    private static boolean flag(Map<String, String> options, String key) {
        String text = options.getOrDefault(key, "true");
        return switch (text) {
            case "true", "1", "t", "T", "TRUE", "True" -> true;
            case "false", "0", "f", "F", "FALSE", "False" -> false;
            default -> throw bad(key, text);
        };
    }

    private static EngineException bad(String key, String text) {
        return EngineException.invalidParameter("failed to parse " + key + " value: \"" + text + "\"");
    }

    /// The families that it has addresses of.
    Set<Family> families() {
        return subnets.keySet();
    }

    /// The bridge's own address.
    @Nullable IpPrefix address(Family family) {
        Subnet subnet = subnets.get(family);
        return subnet == null || subnet.gateway() == null
                ? null
                : new IpPrefix(subnet.gateway(), subnet.prefix().length());
    }

    /// Where containers send what leaves the network: the bridge, or another machine on it.
    @Nullable InetAddress route(Family family) {
        Subnet subnet = subnets.get(family);
        String elsewhere = family.isIpv6() ? "DefaultGatewayIPv6" : "DefaultGatewayIPv4";
        return subnet == null ? null : subnet.auxiliary().getOrDefault(elsewhere, subnet.gateway());
    }
}
