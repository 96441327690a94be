package dev.gantry.api.network;

import dev.gantry.api.linux.IpPrefix;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A container's place on a network.
///
/// @param id 64 hexadecimal digits
/// @param containerId whose it is
/// @param interfaceName inside the sandbox, such as `eth0`
/// @param mac hardware address
/// @param ipv4 address and prefix length, null without IPv4
/// @param ipv6 address and prefix length, null without IPv6
/// @param options endpoint driver options
/// @param ports published ports, all chosen
public record Endpoint(
        String id,
        String containerId,
        String interfaceName,
        String mac,
        @Nullable IpPrefix ipv4,
        @Nullable IpPrefix ipv6,
        Map<String, String> options,
        List<PublishedPort> ports) {
    /// Copies.
    public Endpoint {
        options = Map.copyOf(options);
        ports = List.copyOf(ports);
    }

    /// The same with other ports.
    public Endpoint withPorts(List<PublishedPort> others) {
        return new Endpoint(id, containerId, interfaceName, mac, ipv4, ipv6, options, others);
    }
}
