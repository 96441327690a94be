package dev.gantry.network.core;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.Subnet;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What may not change of the default bridge while containers are on it: what their addresses and routes stand on.
final class BridgeInUse {
    private BridgeInUse() {}

    /// @param present the containers' endpoints
    /// @param changed tells of a key of `daemon.json` whether it changes, to name the right one
    /// @throws dev.gantry.api.error.EngineException a refusal that names the key
    static void check(Network before, Network after, Collection<Endpoint> present, Predicate<String> changed) {
        if (present.isEmpty()) {
            return;
        }
        if (!device(before).equals(device(after))) {
            throw inUse("bridge", "its device cannot change from " + device(before) + " to " + device(after));
        }
        check(before, after, addresses(present, false), false, first(changed, "bip", "fixed-cidr"));
        check(before, after, addresses(present, true), true, first(changed, "bip6", "fixed-cidr-v6", "ipv6"));
    }

    /// What to throw when something of a bridge that has containers cannot change.
    static RuntimeException inUse(String key, String what) {
        return ConfigChange.refusal(key, "the default bridge is in use by running containers: " + what);
    }

    private static void check(Network before, Network after, List<InetAddress> used, boolean ipv6, String key) {
        if (used.isEmpty()) {
            return;
        }
        Subnet old = subnet(before, ipv6);
        Subnet next = subnet(after, ipv6);
        if (old == null || next == null) {
            throw inUse("ipv6", "they have IPv6 addresses");
        }
        if (!address(old).equals(address(next))) {
            throw inUse(key, "its address cannot change from " + address(old) + " to " + address(next));
        }
        for (InetAddress gateway : next.auxiliary().values()) {
            if (used.contains(gateway)) {
                throw inUse(
                        ipv6 ? "default-gateway-v6" : "default-gateway", IpPrefix.text(gateway) + " is one of theirs");
            }
        }
    }

    private static String address(Subnet subnet) {
        return (subnet.gateway() == null ? "none" : IpPrefix.text(subnet.gateway())) + "/"
                + subnet.prefix().length();
    }

    private static String first(Predicate<String> changed, String... keys) {
        return List.of(keys).stream().filter(changed).findFirst().orElse(keys[0]);
    }

    static String device(Network network) {
        return network.options().getOrDefault(DriverOptions.BRIDGE_NAME, "");
    }

    private static @Nullable Subnet subnet(Network network, boolean ipv6) {
        return network.subnets().stream()
                .filter(subnet -> subnet.prefix().isIpv6() == ipv6)
                .findFirst()
                .orElse(null);
    }

    private static List<InetAddress> addresses(Collection<Endpoint> endpoints, boolean ipv6) {
        List<InetAddress> addresses = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            IpPrefix address = ipv6 ? endpoint.ipv6() : endpoint.ipv4();
            if (address != null) {
                addresses.add(address.address());
            }
        }
        return addresses;
    }
}
