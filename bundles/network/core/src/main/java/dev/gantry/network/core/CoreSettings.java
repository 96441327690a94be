package dev.gantry.network.core;

import dev.gantry.api.linux.IpPrefix;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The validated settings of the network.
///
/// @param stateDirectory what must survive a boot
/// @param runDirectory what a boot clears
/// @param names daemon-wide name server settings
/// @param hostGateways what `host-gateway` means; empty for the default bridge's address
/// @param pools where subnets are chosen from
/// @param publishAddress where ports are published without an address
/// @param relay whether published ports are carried by this process where rules do not
/// @param bridge the default bridge
record CoreSettings(
        Path stateDirectory,
        Path runDirectory,
        DaemonNames names,
        List<InetAddress> hostGateways,
        List<SubnetPool> pools,
        InetAddress publishAddress,
        boolean relay,
        BridgeSettings bridge) {
    /// Name servers of containers that name none.
    record DaemonNames(List<String> dns, List<String> dnsSearch, List<String> dnsOptions) {}

    /// The default bridge.
    ///
    /// @param device name, empty for the driver's choice; `none` for no default bridge
    /// @param ipv6 whether it has IPv6 too
    /// @param of4 addresses of IPv4
    /// @param of6 addresses of IPv6
    /// @param options of the network
    record BridgeSettings(
            String device, boolean ipv6, AddressSettings of4, AddressSettings of6, Map<String, String> options) {
        AddressSettings of(boolean six) {
            return six ? of6 : of4;
        }
    }

    /// Addresses of one family.
    ///
    /// @param address of the bridge with its mask, null for a pool
    /// @param range where addresses of containers are chosen from, null for all
    /// @param gateway default gateway of containers, null for the bridge
    record AddressSettings(
            @Nullable IpPrefix address,
            @Nullable IpPrefix range,
            @Nullable InetAddress gateway) {
        static AddressSettings of(Map<String, Object> config, String address, String range, String gateway) {
            String ownAddress = text(config, address, "");
            String part = text(config, range, "");
            String elsewhere = text(config, gateway, "");
            return new AddressSettings(
                    ownAddress.isEmpty() ? null : IpPrefix.parse(ownAddress),
                    part.isEmpty() ? null : IpPrefix.parse(part),
                    elsewhere.isEmpty() ? null : InetAddress.ofLiteral(elsewhere));
        }
    }

    static CoreSettings of(Map<String, Object> config) {
        Path dataRoot = Path.of(text(config, "data-root", "/var/lib/docker"));
        Path execRoot = Path.of(text(config, "exec-root", "/var/run/docker"));
        InetAddress publish = InetAddress.ofLiteral(text(config, "ip", "0.0.0.0"));
        Map<String, String> options = Map.of(
                DriverOptions.DEFAULT_BRIDGE, "true",
                DriverOptions.ENABLE_ICC, text(config, "icc", "true"),
                DriverOptions.ENABLE_MASQUERADE, text(config, "ip-masq", "true"),
                DriverOptions.HOST_BINDING, publish.getHostAddress(),
                DriverOptions.MTU, text(config, "mtu", "1500"));
        return new CoreSettings(
                dataRoot.resolve("network"),
                execRoot,
                new DaemonNames(list(config, "dns"), list(config, "dns-search"), list(config, "dns-opts")),
                list(config, "host-gateway-ips").stream()
                        .map(InetAddress::ofLiteral)
                        .toList(),
                SubnetPool.of(list(config, "default-address-pools"), dataRoot.resolve("engine-id")),
                publish,
                Boolean.parseBoolean(text(config, "userland-proxy", "true")),
                new BridgeSettings(
                        text(config, "bridge", ""),
                        Boolean.parseBoolean(text(config, "ipv6", "false")),
                        AddressSettings.of(config, "bip", "fixed-cidr", "default-gateway"),
                        AddressSettings.of(config, "bip6", "fixed-cidr-v6", "default-gateway-v6"),
                        options));
    }

    private static String text(Map<String, Object> config, String key, String whenAbsent) {
        Object value = config.get(key);
        return value == null || value.toString().isEmpty() ? whenAbsent : value.toString();
    }

    private static List<String> list(Map<String, Object> config, String key) {
        return switch (config.get(key)) {
            case String[] items -> List.of(items);
            case List<?> items -> items.stream().map(Object::toString).toList();
            case null, default -> List.of();
        };
    }
}
