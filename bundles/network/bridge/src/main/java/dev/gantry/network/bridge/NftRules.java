package dev.gantry.network.bridge;

import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.PacketFilter;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.PublishedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// [Rules] in one nftables table for each network. The rules are the same however many ports are published: the ports stand
/// in two maps, one by host address and port, one by port alone.
final class NftRules implements Rules {
    private static final String BY_ADDRESS = "published";
    private static final String BY_PORT = "published-anywhere";

    private final PacketFilter filter;
    private final BridgeSettings settings;

    NftRules(PacketFilter filter, BridgeSettings settings) {
        this.filter = filter;
        this.settings = settings;
    }

    @Override
    public void replace(Network network, BridgeOptions options, Collection<Endpoint> endpoints) throws IOException {
        String table = settings.table(network.id());
        if (options.ipv4() == null) {
            return;
        }
        List<String> byAddress = new ArrayList<>();
        List<String> byPort = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            for (PublishedPort port : endpoint.ports()) {
                String element = element(endpoint, port);
                if (element != null) {
                    (port.hostAddress().isAnyLocalAddress() ? byPort : byAddress).add(element);
                }
            }
        }
        filter.run("add table ip " + table + "\ndelete table ip " + table + "\n"
                + table(table, options, elements(byAddress), elements(byPort)));
    }

    private static String elements(List<String> elements) {
        return elements.isEmpty() ? "" : "elements = { " + String.join(", ", elements) + " }";
    }

    private static String table(String table, BridgeOptions options, String byAddress, String byPort) {
        String device = "\"" + options.device() + "\"";
        String subnet = options.ipv4() == null ? "" : options.ipv4().prefix().toString();
        IpPrefix address = options.address();
        String notTheBridge = address == null ? "" : "ip daddr != " + IpPrefix.text(address.address());
        return """
                table ip %s {
                  map published { type inet_proto . ipv4_addr . inet_service : ipv4_addr . inet_service
                    %s
                  }
                  map published-anywhere { type inet_proto . inet_service : ipv4_addr . inet_service
                    %s
                  }
                  chain spoofed {
                    type filter hook prerouting priority raw; policy accept;
                    iifname %s ip daddr 127.0.0.0/8 drop
                    iifname != %s ip daddr %s %s drop
                  }
                  chain publish {
                    meta l4proto { tcp, udp, sctp } dnat ip to meta l4proto . ip daddr . th dport map @published
                    meta l4proto { tcp, udp, sctp } dnat ip to meta l4proto . th dport map @published-anywhere
                  }
                  chain arriving {
                    type nat hook prerouting priority dstnat; policy accept;
                    fib daddr type local jump publish
                  }
                  chain local {
                    type nat hook output priority -100; policy accept;
                    fib daddr type local jump publish
                  }
                  chain leaving {
                    type nat hook postrouting priority srcnat; policy accept;
                    %s
                    oifname %s ct status dnat fib saddr type local masquerade
                    oifname %s ip saddr %s ct status dnat masquerade
                  }
                  chain forwarded {
                    type filter hook forward priority filter; policy accept;
                    oifname %s ct state established,related accept
                    iifname %s oifname %s %s
                    oifname %s ct status dnat accept
                    oifname %s drop
                    %s
                  }
                }
                """.formatted(
                        table,
                        byAddress,
                        byPort,
                        device,
                        device,
                        subnet,
                        notTheBridge,
                        options.masquerade() && !options.internal()
                                ? "ip saddr " + subnet + " oifname != " + device + " masquerade"
                                : "",
                        device,
                        device,
                        subnet,
                        device,
                        device,
                        device,
                        options.icc() ? "accept" : "ct status != dnat drop",
                        device,
                        device,
                        options.internal() ? "iifname " + device + " drop" : "");
    }

    /// An entry of a map, null when the port's address is of a family that the endpoint does not have.
    private static @Nullable String element(Endpoint endpoint, PublishedPort port) {
        IpPrefix container = endpoint.ipv4();
        String key = key(port);
        return container == null || key == null
                ? null
                : key + " : " + IpPrefix.text(container.address()) + " . " + port.containerPort();
    }

    private static @Nullable String key(PublishedPort port) {
        InetAddress host = port.hostAddress();
        if (host.getAddress().length != 4) {
            return null;
        }
        String address = host.isAnyLocalAddress() ? "" : " . " + IpPrefix.text(host);
        return port.protocol() + address + " . " + port.hostPort();
    }

    @Override
    public void add(Network network, Endpoint endpoint) throws IOException {
        StringBuilder commands = new StringBuilder();
        for (PublishedPort port : endpoint.ports()) {
            String element = element(endpoint, port);
            if (element != null) {
                commands.append(command("add", network, port, element));
            }
        }
        if (!commands.isEmpty()) {
            filter.run(commands.toString());
        }
    }

    @Override
    public void remove(Network network, Endpoint endpoint) throws IOException {
        StringBuilder commands = new StringBuilder();
        for (PublishedPort port : endpoint.ports()) {
            String element = element(endpoint, port);
            String key = key(port);
            if (element != null && key != null) {
                // Adding first makes the deletion succeed whether the element is there or not.
                commands.append(command("add", network, port, element)).append(command("delete", network, port, key));
            }
        }
        if (!commands.isEmpty()) {
            filter.run(commands.toString());
        }
    }

    private String command(String verb, Network network, PublishedPort port, String element) {
        String map = port.hostAddress().isAnyLocalAddress() ? BY_PORT : BY_ADDRESS;
        return verb + " element ip " + settings.table(network.id()) + " " + map + " { " + element + " }\n";
    }

    @Override
    public void clear(Network network) throws IOException {
        String table = settings.table(network.id());
        filter.run("add table ip " + table + "\ndelete table ip " + table);
        new ForeignForwarding(filter).forget(table);
    }

    @Override
    public void keepOnly(Set<String> networkIds) throws IOException {
        Set<String> kept = new HashSet<>();
        networkIds.forEach(id -> kept.add(settings.table(id)));
        String ours = "table ip " + settings.tables();
        for (String line : filter.run("list tables ip").lines().toList()) {
            String table = line.substring(line.lastIndexOf(' ') + 1);
            if (line.startsWith(ours) && !kept.contains(table)) {
                filter.run("delete table ip " + table);
                new ForeignForwarding(filter).forget(table);
            }
        }
    }

    @Override
    public void passOthers(Network network, BridgeOptions options) throws IOException {
        new ForeignForwarding(filter).pass(settings.table(network.id()), options.device());
    }
}
