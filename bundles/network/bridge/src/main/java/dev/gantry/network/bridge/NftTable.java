package dev.gantry.network.bridge;

import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.PublishedPort;
import dev.gantry.api.network.Subnet;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The text of one network's table of one family. The rules are the same however many ports are published: the ports stand in
/// two maps, one by host address and port, one by port alone.
///
/// @param family whose table
/// @param name of the table, the same in both families
/// @param direct whether published ports are reached by the containers' own addresses too
record NftTable(Family family, String name, boolean direct) {
    private static final String BY_ADDRESS = "published";
    private static final String BY_PORT = "published-anywhere";
    private static final String DIRECTLY = "reachable";

    /// Commands that put this table in place of the one that is there, if any.
    String replacement(BridgeOptions options, Collection<Endpoint> endpoints) {
        List<String> byAddress = new ArrayList<>();
        List<String> byPort = new ArrayList<>();
        Set<String> directly = new LinkedHashSet<>();
        for (Endpoint endpoint : endpoints) {
            for (PublishedPort port : endpoint.ports()) {
                String element = element(endpoint, port);
                if (element != null) {
                    (port.hostAddress().isAnyLocalAddress() ? byPort : byAddress).add(element);
                    directly.add(target(endpoint, port));
                }
            }
        }
        return removal() + "table " + family.nft + " " + name + " {\n" + maps(elements(byAddress), elements(byPort))
                + (direct ? reachable(elements(directly)) : "") + translation(options) + filter(options) + "}\n";
    }

    /// Commands that remove the table, there or not.
    String removal() {
        String table = "table " + family.nft + " " + name + "\n";
        return "add " + table + "delete " + table;
    }

    private static String elements(Collection<String> elements) {
        return elements.isEmpty() ? "" : "elements = { " + String.join(", ", elements) + " }";
    }

    private String maps(String byAddress, String byPort) {
        return """
                  map published { type inet_proto . %1$s . inet_service : %1$s . inet_service
                    %2$s
                  }
                  map published-anywhere { type inet_proto . inet_service : %1$s . inet_service
                    %3$s
                  }
                  chain publish {
                    meta l4proto { tcp, udp, sctp } dnat %4$s to meta l4proto . %4$s daddr . th dport map @published
                    meta l4proto { tcp, udp, sctp } dnat %4$s to meta l4proto . th dport map @published-anywhere
                  }
                """.formatted(family.type, byAddress, byPort, family.nft);
    }

    private String reachable(String elements) {
        return """
                  set reachable { type inet_proto . %s . inet_service
                    %s
                  }
                """.formatted(family.type, elements);
    }

    private String translation(BridgeOptions options) {
        // An address of a single link means nothing on another one; and ::1, unlike 127.0.0.1, cannot leave the
        // machine.
        boolean ipv6 = family.isIpv6();
        return """
                  chain arriving {
                    type nat hook prerouting priority dstnat; policy accept;
                    %1$s
                    fib daddr type local jump publish
                  }
                  chain local {
                    type nat hook output priority -100; policy accept;
                    %2$s
                    fib daddr type local jump publish
                  }
                  chain leaving {
                    type nat hook postrouting priority srcnat; policy accept;
                    %3$s
                    oifname %4$s ct status dnat fib saddr type local masquerade
                    oifname %4$s %5$s saddr %6$s ct status dnat masquerade
                  }
                """.formatted(
                ipv6 ? "ip6 saddr fe80::/10 return" : "",
                ipv6 ? "ip6 daddr ::1 return" : "",
                options.masquerade() && !options.internal()
                        ? family.nft + " saddr " + subnet(options) + " oifname != " + device(options) + " masquerade"
                        : "",
                device(options),
                family.nft,
                subnet(options));
    }

    private String filter(BridgeOptions options) {
        return """
                  chain spoofed {
                    type filter hook prerouting priority raw; policy accept;
                    iifname %1$s %2$s daddr %3$s drop
                    %4$s
                  }
                  chain forwarded {
                    type filter hook forward priority filter; policy accept;
                    oifname %1$s ct state established,related accept
                    oifname %1$s ct status dnat accept
                    iifname %1$s oifname %1$s %5$s
                    %6$s
                    oifname %1$s drop
                    %7$s
                  }
                """.formatted(
                        device(options),
                        family.nft,
                        family.loopback,
                        direct ? "" : kept(options),
                        options.icc() ? "accept" : "drop",
                        direct ? "oifname " + device(options) + " " + directly() + " accept" : "",
                        options.internal() ? "iifname " + device(options) + " drop" : "");
    }

    /// What keeps other machines from the containers' own addresses.
    private String kept(BridgeOptions options) {
        IpPrefix own = options.address(family);
        return "iifname != " + device(options) + " " + family.nft + " daddr " + subnet(options) + " "
                + (own == null ? "" : family.nft + " daddr != " + IpPrefix.text(own.address())) + " drop";
    }

    private String directly() {
        return "meta l4proto . " + family.nft + " daddr . th dport @" + DIRECTLY;
    }

    private static String device(BridgeOptions options) {
        return "\"" + options.device() + "\"";
    }

    private String subnet(BridgeOptions options) {
        Subnet subnet = Objects.requireNonNull(options.subnets().get(family));
        return subnet.prefix().toString();
    }

    /// Commands that publish an endpoint's ports.
    String additions(Endpoint endpoint) {
        StringBuilder commands = new StringBuilder();
        for (PublishedPort port : endpoint.ports()) {
            String element = element(endpoint, port);
            if (element != null) {
                commands.append(command("add", port, element)).append(open("add", endpoint, port));
            }
        }
        return commands.toString();
    }

    /// Commands that take an endpoint's ports back.
    String removals(Endpoint endpoint) {
        StringBuilder commands = new StringBuilder();
        for (PublishedPort port : endpoint.ports()) {
            String element = element(endpoint, port);
            String key = key(port);
            if (element != null && key != null) {
                // Adding first makes the deletion succeed whether the element is there or not.
                commands.append(command("add", port, element))
                        .append(command("delete", port, key))
                        .append(open("add", endpoint, port))
                        .append(open("delete", endpoint, port));
            }
        }
        return commands.toString();
    }

    private String command(String verb, PublishedPort port, String element) {
        String map = port.hostAddress().isAnyLocalAddress() ? BY_PORT : BY_ADDRESS;
        return verb + " element " + family.nft + " " + name + " " + map + " { " + element + " }\n";
    }

    private String open(String verb, Endpoint endpoint, PublishedPort port) {
        return direct
                ? verb + " element " + family.nft + " " + name + " " + DIRECTLY + " { " + target(endpoint, port)
                        + " }\n"
                : "";
    }

    /// What other machines that know the way ask for.
    private String target(Endpoint endpoint, PublishedPort port) {
        IpPrefix container = Objects.requireNonNull(family.address(endpoint));
        return port.protocol() + " . " + IpPrefix.text(container.address()) + " . " + port.containerPort();
    }

    /// An entry of a map, null when the port's address is of a family that this table or the endpoint is not of.
    private @Nullable String element(Endpoint endpoint, PublishedPort port) {
        IpPrefix container = family.address(endpoint);
        String key = key(port);
        return container == null || key == null
                ? null
                : key + " : " + IpPrefix.text(container.address()) + " . " + port.containerPort();
    }

    private @Nullable String key(PublishedPort port) {
        InetAddress host = port.hostAddress();
        if (host.getAddress().length == 16 != family.isIpv6()) {
            return null;
        }
        String address = host.isAnyLocalAddress() ? "" : " . " + IpPrefix.text(host);
        return port.protocol() + address + " . " + port.hostPort();
    }
}
