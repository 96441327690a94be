package dev.gantry.network.bridge;

import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.PacketFilter;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.PublishedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// [Rules] for machines without nftables: chains of our own, refilled as a whole with every change.
final class IptablesRules implements Rules {
    private final PacketFilter filter;
    private final BridgeSettings settings;
    private final Map<String, Map<String, Endpoint>> endpoints = new ConcurrentHashMap<>();
    private final Map<String, BridgeOptions> networks = new ConcurrentHashMap<>();

    IptablesRules(PacketFilter filter, BridgeSettings settings) {
        this.filter = filter;
        this.settings = settings;
    }

    @Override
    public synchronized void replace(Network network, BridgeOptions options, Collection<Endpoint> present)
            throws IOException {
        networks.put(network.id(), options);
        Map<String, Endpoint> known = new ConcurrentHashMap<>();
        present.forEach(endpoint -> known.put(endpoint.id(), endpoint));
        endpoints.put(network.id(), known);
        refill();
        jumps();
    }

    @Override
    public synchronized void add(Network network, Endpoint endpoint) throws IOException {
        endpoints.computeIfAbsent(network.id(), n -> new ConcurrentHashMap<>()).put(endpoint.id(), endpoint);
        refill();
    }

    @Override
    public synchronized void remove(Network network, Endpoint endpoint) throws IOException {
        endpoints.getOrDefault(network.id(), new ConcurrentHashMap<>()).remove(endpoint.id());
        refill();
    }

    @Override
    public synchronized void clear(Network network) throws IOException {
        networks.remove(network.id());
        endpoints.remove(network.id());
        refill();
    }

    @Override
    public void keepOnly(Set<String> networkIds) {
        // Every change writes the chains anew: what is not known is not in them.
    }

    @Override
    public void passOthers(Network network, BridgeOptions options) {
        // Our jump stands first in FORWARD already.
    }

    private String chain(String part) {
        return "GANTRY-" + settings.instance() + "-" + part;
    }

    /// Declaring a chain empties it; so one transaction puts the new content in place of the old.
    private void refill() throws IOException {
        StringBuilder nat = new StringBuilder("*nat\n:" + chain("DN") + " - [0:0]\n:" + chain("SN") + " - [0:0]\n");
        StringBuilder forward = new StringBuilder("*filter\n:" + chain("FW") + " - [0:0]\n");
        networks.forEach((id, options) -> {
            endpoints.getOrDefault(id, Map.of()).values().forEach(endpoint -> publish(nat, endpoint));
            network(nat, forward, options);
        });
        filter.restore(false, nat + "COMMIT\n" + forward + "COMMIT\n");
    }

    private void publish(StringBuilder nat, Endpoint endpoint) {
        for (PublishedPort port : endpoint.ports()) {
            InetAddress host = port.hostAddress();
            if (host.getAddress().length == 4 && endpoint.ipv4() != null) {
                String only = host.isAnyLocalAddress() ? "" : " -d " + IpPrefix.text(host);
                nat.append("-A %s%s -p %s --dport %d -j DNAT --to-destination %s:%d\n"
                        .formatted(
                                chain("DN"),
                                only,
                                port.protocol(),
                                port.hostPort(),
                                IpPrefix.text(endpoint.ipv4().address()),
                                port.containerPort()));
            }
        }
    }

    private void network(StringBuilder nat, StringBuilder forward, BridgeOptions options) {
        if (options.ipv4() == null) {
            return;
        }
        String device = options.device();
        String subnet = options.ipv4().prefix().toString();
        String leaving = "-A " + chain("SN");
        if (options.masquerade() && !options.internal()) {
            nat.append(leaving + " -s " + subnet + " ! -o " + device + " -j MASQUERADE\n");
        }
        nat.append(leaving + " -o " + device
                + " -m conntrack --ctstate DNAT -m addrtype --src-type LOCAL -j MASQUERADE\n");
        nat.append(leaving + " -o " + device + " -s " + subnet + " -m conntrack --ctstate DNAT -j MASQUERADE\n");
        String through = "-A " + chain("FW");
        forward.append(through + " -o " + device + " -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n");
        forward.append(through + " -o " + device + " -m conntrack --ctstate DNAT -j ACCEPT\n");
        forward.append(
                through + " -i " + device + " -o " + device + " -j " + (options.icc() ? "ACCEPT" : "DROP") + "\n");
        forward.append(through + " -o " + device + " -j DROP\n");
        forward.append(through + " -i " + device + " -j " + (options.internal() ? "DROP" : "ACCEPT") + "\n");
    }

    /// Hooks our chains in, once: an insertion that stands already is removed first, and may be missing.
    private void jumps() throws IOException {
        jump("nat", "PREROUTING -m addrtype --dst-type LOCAL -j " + chain("DN"));
        jump("nat", "OUTPUT -m addrtype --dst-type LOCAL -j " + chain("DN"));
        jump("nat", "POSTROUTING -j " + chain("SN"));
        jump("filter", "FORWARD -j " + chain("FW"));
    }

    private void jump(String table, String rule) throws IOException {
        try {
            filter.restore(false, "*" + table + "\n-D " + rule + "\nCOMMIT\n");
        } catch (IOException e) {
            // It was not there.
            filter.restore(false, "*" + table + "\n-I " + rule + "\nCOMMIT\n");
            return;
        }
        filter.restore(false, "*" + table + "\n-I " + rule + "\nCOMMIT\n");
    }
}
