package dev.gantry.api.types;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The network side of an inspect answer. The fields of a single network repeat those of the default bridge.
///
/// Copies with changes are made with `NetworkSettingsBuilder`.
@RecordBuilder
public record NetworkSettings(
        String Bridge,
        String SandboxID,
        String SandboxKey,
        @Nullable Map<String, @Nullable List<PortBinding>> Ports,
        boolean HairpinMode,
        String LinkLocalIPv6Address,
        int LinkLocalIPv6PrefixLen,
        @Nullable List<NetworkAddress> SecondaryIPAddresses,
        @Nullable List<NetworkAddress> SecondaryIPv6Addresses,
        String EndpointID,
        String Gateway,
        String GlobalIPv6Address,
        int GlobalIPv6PrefixLen,
        String IPAddress,
        int IPPrefixLen,
        String IPv6Gateway,
        String MacAddress,
        @Nullable Map<String, EndpointSettings> Networks) {
    /// Replaces absent strings by empty ones and copies collections.
    public NetworkSettings {
        Bridge = Values.text(Bridge);
        SandboxID = Values.text(SandboxID);
        SandboxKey = Values.text(SandboxKey);
        Ports = Values.map(Ports);
        LinkLocalIPv6Address = Values.text(LinkLocalIPv6Address);
        SecondaryIPAddresses = Values.list(SecondaryIPAddresses);
        SecondaryIPv6Addresses = Values.list(SecondaryIPv6Addresses);
        EndpointID = Values.text(EndpointID);
        Gateway = Values.text(Gateway);
        GlobalIPv6Address = Values.text(GlobalIPv6Address);
        IPAddress = Values.text(IPAddress);
        IPv6Gateway = Values.text(IPv6Gateway);
        MacAddress = Values.text(MacAddress);
        Networks = Values.map(Networks);
    }
}
