package dev.gantry.config;

import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.linux.IpPrefix;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// What can be said about the default bridge's addresses before there is a bridge.
final class BridgeAddresses {
    private BridgeAddresses() {}

    /// @throws IllegalArgumentException with the reason
    static void check(DaemonConfig config) {
        check(config, "bip", "fixed-cidr", "default-gateway", false);
        check(config, "bip6", "fixed-cidr-v6", "default-gateway-v6", true);
    }

    private static void check(DaemonConfig config, String own, String part, String elsewhere, boolean ipv6) {
        IpPrefix bridge = prefix(config.text(own), ipv6);
        IpPrefix range = prefix(config.text(part), ipv6);
        String gateway = config.text(elsewhere);
        if (bridge == null) {
            return;
        }
        if (range != null && !bridge.network().contains(range.network().address())) {
            throw new IllegalArgumentException(
                    part + " " + config.text(part) + " is not in the bridge's subnet " + config.text(own));
        }
        if (!gateway.isEmpty() && !bridge.network().contains(InetAddress.ofLiteral(gateway))) {
            throw new IllegalArgumentException(
                    "default gateway " + gateway + " is not in the bridge's subnet " + config.text(own));
        }
    }

    private static @Nullable IpPrefix prefix(String text, boolean ipv6) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            IpPrefix prefix = IpPrefix.parse(text);
            if (text.indexOf('/') > 0
                    && prefix.isIpv6() == ipv6
                    && !prefix.address().isMulticastAddress()) {
                return prefix;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("invalid CIDR address: " + text, e);
        }
        throw new IllegalArgumentException("invalid CIDR address: " + text);
    }
}
