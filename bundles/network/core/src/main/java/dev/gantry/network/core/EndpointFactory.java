package dev.gantry.network.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.Link;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import dev.gantry.api.types.EndpointIPAMConfig;
import dev.gantry.api.types.EndpointSettings;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Makes endpoints: identifiers and addresses, nothing of the kernel.
final class EndpointFactory {
    private final NetworkRegistry networks;

    EndpointFactory(NetworkRegistry networks) {
        this.networks = networks;
    }

    /// An endpoint with addresses of its network, which the caller gives back when it comes to nothing.
    ///
    /// @param mac asked for, empty for a random one
    Endpoint make(Network network, String containerId, int number, String mac, @Nullable EndpointSettings wanted) {
        EndpointIPAMConfig fixed = wanted == null ? null : wanted.IPAMConfig();
        IpPrefix ipv4 = address(network, fixed == null ? "" : fixed.IPv4Address(), false);
        try {
            IpPrefix ipv6 = address(network, fixed == null ? "" : fixed.IPv6Address(), true);
            return new Endpoint(
                    NetworkRegistry.newId(),
                    containerId,
                    "eth" + number,
                    mac.isEmpty() ? randomMac() : Link.formatMac(parse(mac)),
                    ipv4,
                    ipv6,
                    wanted == null || wanted.DriverOpts() == null ? Map.of() : wanted.DriverOpts(),
                    List.of());
        } catch (RuntimeException e) {
            if (ipv4 != null) {
                networks.release(network, ipv4.address());
            }
            throw e;
        }
    }

    private @Nullable IpPrefix address(Network network, String fixed, boolean ipv6) {
        return fixed.isEmpty() ? networks.next(network, ipv6) : networks.take(network, InetAddress.ofLiteral(fixed));
    }

    /// Gives the addresses back.
    void release(Network network, Endpoint endpoint) {
        if (endpoint.ipv4() != null) {
            networks.release(network, endpoint.ipv4().address());
        }
        if (endpoint.ipv6() != null) {
            networks.release(network, endpoint.ipv6().address());
        }
    }

    /// Takes the addresses that a running endpoint has.
    void restore(Network network, Endpoint endpoint) {
        for (IpPrefix address : new IpPrefix[] {endpoint.ipv4(), endpoint.ipv6()}) {
            if (address != null) {
                networks.take(network, address.address());
                networks.continueAfter(network, address.address());
            }
        }
    }

    private static byte[] parse(String mac) {
        try {
            return Link.parseMac(mac);
        } catch (IllegalArgumentException e) {
            throw EngineException.invalidParameter("invalid MAC address: " + mac, e);
        }
    }

    /// A hardware address of our own: locally administered, for one station.
    private static String randomMac() {
        byte[] mac = new byte[6];
        ThreadLocalRandom.current().nextBytes(mac);
        mac[0] = (byte) ((mac[0] & 0xFC) | 0x02);
        return Link.formatMac(mac);
    }
}
