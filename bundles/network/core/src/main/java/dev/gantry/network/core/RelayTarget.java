package dev.gantry.network.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Where a relay carries what reaches its socket.
///
/// @param ipv4 the container's address, null when it has none
/// @param ipv6 the container's address, null when it has none
/// @param port of the container
record RelayTarget(@Nullable InetAddress ipv4, @Nullable InetAddress ipv6, int port) {
    /// The target for a client, of the client's family where the container has it; null when the container has no address.
    @Nullable InetSocketAddress of(InetAddress client) {
        boolean isIpv6 = client.getAddress().length == 16;
        InetAddress first = isIpv6 ? ipv6 : ipv4;
        InetAddress address = first != null ? first : isIpv6 ? ipv4 : ipv6;
        return address == null ? null : new InetSocketAddress(address, port);
    }
}
