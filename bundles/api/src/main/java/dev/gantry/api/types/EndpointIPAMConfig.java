package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The addresses a container asks for on a network.
public record EndpointIPAMConfig(
        @OmitEmpty String IPv4Address,
        @OmitEmpty String IPv6Address,
        @OmitEmpty @Nullable List<String> LinkLocalIPs) {
    /// Replaces absent strings by empty ones and copies collections.
    public EndpointIPAMConfig {
        IPv4Address = Values.text(IPv4Address);
        IPv6Address = Values.text(IPv6Address);
        LinkLocalIPs = Values.list(LinkLocalIPs);
    }
}
