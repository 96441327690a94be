package dev.gantry.network.core;

import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.PublishedPort;
import dev.gantry.api.types.EndpointSettings;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An endpoint as it stands on disk.
///
/// @param networkId where
/// @param id 64 hexadecimal digits
/// @param interfaceName empty on networks without interfaces
/// @param mac empty on networks without interfaces
/// @param ipv4 with prefix length, empty for none
/// @param ipv6 with prefix length, empty for none
/// @param ports published
/// @param wanted what was asked for
record StoredEndpoint(
        String networkId,
        String id,
        String interfaceName,
        String mac,
        String ipv4,
        String ipv6,
        @Nullable List<StoredPort> ports,
        @Nullable EndpointSettings wanted) {
    StoredEndpoint {
        ports = ports == null ? List.of() : List.copyOf(ports);
    }

    /// A published port as it stands on disk.
    record StoredPort(String protocol, int containerPort, String hostAddress, int hostPort) {
        PublishedPort port() {
            return new PublishedPort(protocol, containerPort, InetAddress.ofLiteral(hostAddress), hostPort);
        }

        static StoredPort of(PublishedPort port) {
            return new StoredPort(
                    port.protocol(), port.containerPort(), IpPrefix.text(port.hostAddress()), port.hostPort());
        }
    }

    static StoredEndpoint of(String networkId, Endpoint endpoint, @Nullable EndpointSettings wanted) {
        return new StoredEndpoint(
                networkId,
                endpoint.id(),
                endpoint.interfaceName(),
                endpoint.mac(),
                endpoint.ipv4() == null ? "" : endpoint.ipv4().toString(),
                endpoint.ipv6() == null ? "" : endpoint.ipv6().toString(),
                endpoint.ports().stream().map(StoredPort::of).toList(),
                wanted);
    }

    List<PublishedPort> published() {
        return ports == null ? List.of() : ports.stream().map(StoredPort::port).toList();
    }

    Endpoint endpoint(String containerId) {
        Map<String, String> options = wanted == null || wanted.DriverOpts() == null ? Map.of() : wanted.DriverOpts();
        return new Endpoint(
                id,
                containerId,
                interfaceName,
                mac,
                ipv4.isEmpty() ? null : IpPrefix.parse(ipv4),
                ipv6.isEmpty() ? null : IpPrefix.parse(ipv6),
                options,
                published());
    }
}
