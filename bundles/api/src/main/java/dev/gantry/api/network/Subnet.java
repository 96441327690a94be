package dev.gantry.api.network;

import dev.gantry.api.linux.IpPrefix;
import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An address range of a network.
///
/// @param prefix the network, host bits zero
/// @param range where addresses are chosen from, null for all of `prefix`
/// @param gateway the network's own address, null when it has none
/// @param auxiliary addresses that are taken, by name
public record Subnet(
        IpPrefix prefix, @Nullable IpPrefix range, @Nullable InetAddress gateway, Map<String, InetAddress> auxiliary) {
    /// Copies.
    public Subnet {
        auxiliary = Map.copyOf(auxiliary);
    }
}
