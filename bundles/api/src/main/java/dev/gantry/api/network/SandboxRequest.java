package dev.gantry.api.network;

import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.PortBinding;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a container asks of the network.
///
/// @param containerId 64 hexadecimal digits
/// @param containerName without the leading slash
/// @param mode `default`, `bridge`, `host`, `none`, `container:<id>` (a full id, no name) or the name or id of a network
/// @param endpoints further networks, and what is asked of each, by name or id
/// @param ports published ports
/// @param names host names and name servers
/// @param macAddress for the first endpoint, empty for a random one
/// @param sysctls all that the container asked for
public record SandboxRequest(
        String containerId,
        String containerName,
        String mode,
        Map<String, EndpointSettings> endpoints,
        PublishRequest ports,
        NameRequest names,
        String macAddress,
        Map<String, String> sysctls) {
    /// Copies.
    public SandboxRequest {
        endpoints = new LinkedHashMap<>(endpoints);
        sysctls = Map.copyOf(sysctls);
    }

    /// The request that follows from a container's configuration.
    ///
    /// @param mode the network mode with a container's name resolved to its id
    /// @param endpoints what was asked for at creation and by later connects, by network; null for none
    public static SandboxRequest of(
            String containerId,
            String containerName,
            ContainerConfig config,
            HostConfig host,
            String mode,
            @Nullable Map<String, EndpointSettings> endpoints,
            Path hostsFile,
            Path resolvConfFile) {
        NameRequest names = new NameRequest(
                config.Hostname(),
                config.Domainname(),
                orEmpty(host.Dns()),
                orEmpty(host.DnsSearch()),
                orEmpty(host.DnsOptions()),
                orEmpty(host.ExtraHosts()),
                hostsFile,
                resolvConfFile);
        Map<String, List<PortBinding>> bindings = new LinkedHashMap<>();
        if (host.PortBindings() != null) {
            host.PortBindings().forEach((port, list) -> bindings.put(port, list == null ? List.of() : list));
        }
        Set<String> exposed =
                config.ExposedPorts() == null ? Set.of() : config.ExposedPorts().keySet();
        return new SandboxRequest(
                containerId,
                containerName,
                mode,
                endpoints == null ? Map.of() : endpoints,
                new PublishRequest(bindings, exposed, host.PublishAllPorts()),
                names,
                config.MacAddress(),
                host.Sysctls() == null ? Map.of() : new HashMap<>(host.Sysctls()));
    }

    private static List<String> orEmpty(@Nullable List<String> list) {
        return list == null ? List.of() : list;
    }
}
