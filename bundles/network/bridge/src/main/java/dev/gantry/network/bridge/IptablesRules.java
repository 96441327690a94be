package dev.gantry.network.bridge;

import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.PacketFilter;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.PublishedPort;
import dev.gantry.api.network.Subnet;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [Rules] for machines without nftables: chains of our own, refilled as a whole with every change.
final class IptablesRules implements Rules {
    private static final Logger log = LoggerFactory.getLogger(IptablesRules.class);

    private final PacketFilter filter;
    private final boolean raw;
    private volatile BridgeSettings settings;
    private final Map<String, Map<String, Endpoint>> endpoints = new HashMap<>();
    private final Map<String, BridgeOptions> networks = new HashMap<>();

    /// The families that may have chains of ours; at first all, for an earlier life may have left some.
    private final Set<Family> chained = EnumSet.allOf(Family.class);

    IptablesRules(PacketFilter filter, BridgeSettings settings) {
        this(filter, settings, true);
    }

    /// @param raw whether the kernel has the table `raw`, whose rules keep others from the host's loopback addresses
    IptablesRules(PacketFilter filter, BridgeSettings settings, boolean raw) {
        this.filter = filter;
        this.settings = settings;
        this.raw = raw;
    }

    @Override
    public void settings(BridgeSettings next) {
        settings = next;
    }

    @Override
    public synchronized void replace(Network network, BridgeOptions options, Collection<Endpoint> present)
            throws IOException {
        networks.put(network.id(), options);
        Map<String, Endpoint> known = new LinkedHashMap<>();
        present.forEach(endpoint -> known.put(endpoint.id(), endpoint));
        endpoints.put(network.id(), known);
        refill();
        for (Family family : families()) {
            hook(family);
        }
        withdraw();
    }

    /// Removes the chains of families that no network has any more, or that are not to be filtered.
    private void withdraw() {
        chained.addAll(families());
        for (Family family : EnumSet.copyOf(chained)) {
            if (families().contains(family)) {
                continue;
            }
            try {
                hooks(family).forEach((table, rules) -> rules.forEach(rule -> unhook(family, table, rule)));
                filter.restore(
                        family.isIpv6(),
                        removal("nat", "DN", "SN") + (raw ? removal("raw", "RW") : "") + removal("filter", "FW"));
                chained.remove(family);
            } catch (IOException e) {
                log.debug("chains of {} are not removed: {}", family, e.getMessage());
            }
        }
    }

    @Override
    public synchronized void add(Network network, Endpoint endpoint) throws IOException {
        endpoints.computeIfAbsent(network.id(), n -> new LinkedHashMap<>()).put(endpoint.id(), endpoint);
        if (!endpoint.ports().isEmpty()) {
            refill();
        }
    }

    @Override
    public synchronized void remove(Network network, Endpoint endpoint) throws IOException {
        endpoints.getOrDefault(network.id(), new HashMap<>()).remove(endpoint.id());
        if (!endpoint.ports().isEmpty()) {
            refill();
        }
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

    @Override
    public synchronized void restoreLost() throws IOException {
        refill();
        for (Family family : families()) {
            hook(family);
        }
    }

    @Override
    public void closeForwarding(Family family) throws IOException {
        if (settings.filtered().contains(family)) {
            filter.restore(family.isIpv6(), "*filter\n:FORWARD DROP [0:0]\nCOMMIT\n");
        }
    }

    private String chain(String part) {
        return "GANTRY-" + settings.instance() + "-" + part;
    }

    /// The families that have chains: IPv6 only once a network has it, for there are machines without.
    private Set<Family> families() {
        Set<Family> families = EnumSet.of(Family.IPV4);
        networks.values().forEach(options -> families.addAll(options.families()));
        families.retainAll(settings.filtered());
        return families;
    }

    /// Declaring a chain empties it; so one transaction puts the new content in place of the old.
    private void refill() throws IOException {
        for (Family family : families()) {
            StringBuilder nat = new StringBuilder("*nat\n:" + chain("DN") + " - [0:0]\n:" + chain("SN") + " - [0:0]\n");
            StringBuilder guard = new StringBuilder("*raw\n:" + chain("RW") + " - [0:0]\n");
            StringBuilder forward = new StringBuilder("*filter\n:" + chain("FW") + " - [0:0]\n");
            networks.forEach((id, options) -> {
                if (options.families().contains(family)) {
                    Collection<Endpoint> present =
                            endpoints.getOrDefault(id, Map.of()).values();
                    present.forEach(endpoint -> publish(nat, family, endpoint));
                    guard(guard, family, options);
                    network(nat, forward, family, options, present);
                }
            });
            filter.restore(family.isIpv6(), nat + "COMMIT\n" + (raw ? guard + "COMMIT\n" : "") + forward + "COMMIT\n");
        }
    }

    private void publish(StringBuilder nat, Family family, Endpoint endpoint) {
        IpPrefix container = family.address(endpoint);
        for (PublishedPort port : endpoint.ports()) {
            InetAddress host = port.hostAddress();
            if (host.getAddress().length == 16 == family.isIpv6() && container != null) {
                String only = host.isAnyLocalAddress() ? "" : " -d " + IpPrefix.text(host);
                String target = IpPrefix.text(container.address());
                nat.append("-A %s%s -p %s --dport %d -j DNAT --to-destination %s:%d\n"
                        .formatted(
                                chain("DN"),
                                only,
                                port.protocol(),
                                port.hostPort(),
                                family.isIpv6() ? "[" + target + "]" : target,
                                port.containerPort()));
            }
        }
    }

    /// What must not reach a container or the host's loopback, whatever is published.
    private void guard(StringBuilder guard, Family family, BridgeOptions options) {
        String begin = "-A " + chain("RW");
        IpPrefix own = options.address(family);
        if (own != null) {
            guard.append(begin + " -d " + IpPrefix.text(own.address()) + " -j RETURN\n");
        }
        guard.append(begin + " -i " + options.device() + " -d " + family.loopback + " -j DROP\n");
        if (!settings.direct()) {
            guard.append(begin + " ! -i " + options.device() + " -d " + subnet(family, options) + " -j DROP\n");
        }
    }

    private static String subnet(Family family, BridgeOptions options) {
        Subnet subnet = Objects.requireNonNull(options.subnets().get(family));
        return subnet.prefix().toString();
    }

    private void network(
            StringBuilder nat,
            StringBuilder forward,
            Family family,
            BridgeOptions options,
            Collection<Endpoint> present) {
        String device = options.device();
        String subnet = subnet(family, options);
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
        if (settings.direct()) {
            present.forEach(endpoint -> open(forward, family, device, endpoint));
        }
        forward.append(through + " -o " + device + " -j DROP\n");
        forward.append(through + " -i " + device + " -j " + (options.internal() ? "DROP" : "ACCEPT") + "\n");
    }

    /// Lets other machines that know the way reach the published ports at the container's own address.
    private void open(StringBuilder forward, Family family, String device, Endpoint endpoint) {
        IpPrefix container = family.address(endpoint);
        for (PublishedPort port : endpoint.ports()) {
            if (container != null && port.hostAddress().getAddress().length == 16 == family.isIpv6()) {
                forward.append("-A %s -o %s -d %s -p %s --dport %d -j ACCEPT\n"
                        .formatted(
                                chain("FW"),
                                device,
                                IpPrefix.text(container.address()),
                                port.protocol(),
                                port.containerPort()));
            }
        }
    }

    /// Hooks our chains in, once: an insertion that stands already is removed first, and may be missing.
    private void hook(Family family) throws IOException {
        for (Map.Entry<String, List<String>> hooks : hooks(family).entrySet()) {
            for (String rule : hooks.getValue()) {
                unhook(family, hooks.getKey(), rule);
                filter.restore(family.isIpv6(), "*" + hooks.getKey() + "\n-I " + rule + "\nCOMMIT\n");
            }
        }
    }

    private Map<String, List<String>> hooks(Family family) {
        String local = family.isIpv6() ? " ! -d ::1/128" : "";
        String publish = " -m addrtype --dst-type LOCAL -j " + chain("DN");
        Map<String, List<String>> hooks = new LinkedHashMap<>();
        if (raw) {
            hooks.put("raw", List.of("PREROUTING -j " + chain("RW")));
        }
        hooks.put("nat", List.of("PREROUTING" + publish, "OUTPUT" + local + publish, "POSTROUTING -j " + chain("SN")));
        hooks.put("filter", List.of("FORWARD -j " + chain("FW")));
        return hooks;
    }

    private void unhook(Family family, String table, String rule) {
        try {
            filter.restore(family.isIpv6(), "*" + table + "\n-D " + rule + "\nCOMMIT\n");
        } catch (IOException e) {
            log.trace("{} was not there: {}", rule, e.getMessage());
        }
    }

    /// Declaring a chain makes or empties it, so that it can go in any case.
    private String removal(String table, String... parts) {
        StringBuilder commands = new StringBuilder("*" + table + "\n");
        for (String part : parts) {
            commands.append(":" + chain(part) + " - [0:0]\n");
        }
        for (String part : parts) {
            commands.append("-X " + chain(part) + "\n");
        }
        return commands + "COMMIT\n";
    }
}
