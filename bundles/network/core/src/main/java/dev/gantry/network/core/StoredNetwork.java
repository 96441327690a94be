package dev.gantry.network.core;

import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.Subnet;
import dev.gantry.api.types.IPAMConfig;
import java.net.InetAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A network as it stands on disk.
record StoredNetwork(
        String id,
        String name,
        String driver,
        String created,
        boolean internal,
        List<IPAMConfig> subnets,
        @Nullable Map<String, String> options,
        @Nullable Map<String, String> labels) {
    /// All networks, as they stand in one file.
    record All(@Nullable List<StoredNetwork> networks) {}

    static StoredNetwork of(Network network) {
        return new StoredNetwork(
                network.id(),
                network.name(),
                network.driver(),
                network.created().toString(),
                network.internal(),
                network.subnets().stream().map(StoredNetwork::ipam).toList(),
                network.options(),
                network.labels());
    }

    Network network() {
        return new Network(
                id,
                name,
                driver,
                Instant.parse(created),
                internal,
                subnets.stream().map(StoredNetwork::subnet).toList(),
                options == null ? Map.of() : options,
                labels == null ? Map.of() : labels);
    }

    static IPAMConfig ipam(Subnet subnet) {
        Map<String, String> auxiliary = new LinkedHashMap<>();
        subnet.auxiliary().forEach((name, address) -> auxiliary.put(name, IpPrefix.text(address)));
        return new IPAMConfig(
                subnet.prefix().toString(),
                subnet.range() == null ? "" : subnet.range().toString(),
                subnet.gateway() == null ? "" : IpPrefix.text(subnet.gateway()),
                auxiliary.isEmpty() ? null : auxiliary);
    }

    private static Subnet subnet(IPAMConfig ipam) {
        Map<String, InetAddress> auxiliary = new LinkedHashMap<>();
        if (ipam.AuxiliaryAddresses() != null) {
            ipam.AuxiliaryAddresses().forEach((name, text) -> auxiliary.put(name, InetAddress.ofLiteral(text)));
        }
        return new Subnet(
                IpPrefix.parse(ipam.Subnet()),
                ipam.IPRange().isEmpty() ? null : IpPrefix.parse(ipam.IPRange()),
                ipam.Gateway().isEmpty() ? null : InetAddress.ofLiteral(ipam.Gateway()),
                auxiliary);
    }
}
