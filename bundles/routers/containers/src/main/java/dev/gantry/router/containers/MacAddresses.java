package dev.gantry.router.containers;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.ApiVersion;
import dev.gantry.api.types.ContainerCreateRequest;
import dev.gantry.api.types.ContainerCreateRequestBuilder;
import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.EndpointSettingsBuilder;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.NetworkingConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Since 1.44 a MAC address belongs to an endpoint; before, there was one for the container. It is moved to the main network's
/// endpoint.
final class MacAddresses {
    private static final String DEPRECATED =
            "The container-wide MacAddress field is now deprecated. It should be specified in EndpointsConfig instead.";

    private MacAddresses() {}

    static ContainerCreateRequest settle(ContainerCreateRequest request, ApiVersion version, List<String> warnings) {
        String mac = request.MacAddress();
        HostConfig host = request.HostConfig();
        if (mac.isEmpty() || host == null) {
            return request;
        }
        String mode = host.NetworkMode();
        if (mode.equals("none") || mode.equals("host") || mode.startsWith("container:")) {
            if (mode.startsWith("container:")) {
                throw EngineException.invalidParameter("conflicting options: mac-address and the network mode");
            }
            return request;
        }
        if (version.isAtLeast(44)) {
            warnings.add(DEPRECATED);
        }
        return withEndpoint(request, mode.isEmpty() ? "default" : mode, mac);
    }

    private static ContainerCreateRequest withEndpoint(ContainerCreateRequest request, String network, String mac) {
        NetworkingConfig networking = request.NetworkingConfig();
        Map<String, EndpointSettings> endpoints = new TreeMap<>();
        if (networking != null && networking.EndpointsConfig() != null) {
            endpoints.putAll(networking.EndpointsConfig());
        }
        // With a single endpoint that one is meant, by whatever name or id the mode calls it.
        String key = !endpoints.containsKey(network) && endpoints.size() == 1
                ? endpoints.keySet().iterator().next()
                : network;
        EndpointSettings endpoint = endpoints.get(key);
        if (endpoint != null
                && !endpoint.MacAddress().isEmpty()
                && !endpoint.MacAddress().equals(mac)) {
            throw EngineException.invalidParameter("the container-wide MAC address must match the endpoint-specific MAC"
                    + " address for the main network, or be left empty");
        }
        EndpointSettingsBuilder settled =
                endpoint == null ? EndpointSettingsBuilder.builder() : EndpointSettingsBuilder.builder(endpoint);
        endpoints.put(key, settled.MacAddress(mac).build());
        return ContainerCreateRequestBuilder.builder(request)
                .NetworkingConfig(new NetworkingConfig(endpoints))
                .build();
    }
}
