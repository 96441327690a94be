package dev.gantry.network.bridge;

import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.network.Endpoint;
import org.jspecify.annotations.Nullable;

/// The two address families, in the packet filters' words.
enum Family {
    IPV4("ip", "ipv4_addr", "127.0.0.0/8"),
    IPV6("ip6", "ipv6_addr", "::1/128");

    /// Name in nftables.
    final String nft;

    /// Type of its addresses in nftables.
    final String type;

    /// The addresses that never leave a machine.
    final String loopback;

    Family(String nft, String type, String loopback) {
        this.nft = nft;
        this.type = type;
        this.loopback = loopback;
    }

    static Family of(IpPrefix prefix) {
        return prefix.isIpv6() ? IPV6 : IPV4;
    }

    boolean isIpv6() {
        return this == IPV6;
    }

    /// The endpoint's address of this family.
    @Nullable IpPrefix address(Endpoint endpoint) {
        return isIpv6() ? endpoint.ipv6() : endpoint.ipv4();
    }
}
