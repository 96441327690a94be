package dev.gantry.api.types;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One container on one network: what was asked for and what it got.
///
/// Copies with changes are made with `EndpointSettingsBuilder`.
@RecordBuilder
public record EndpointSettings(
        @Nullable EndpointIPAMConfig IPAMConfig,
        @Nullable List<String> Links,
        @Nullable List<String> Aliases,
        String MacAddress,
        @Nullable Map<String, String> DriverOpts,
        int GwPriority,
        String NetworkID,
        String EndpointID,
        String Gateway,
        String IPAddress,
        int IPPrefixLen,
        String IPv6Gateway,
        String GlobalIPv6Address,
        int GlobalIPv6PrefixLen,
        @Nullable List<String> DNSNames) {
    /// Replaces absent strings by empty ones and copies collections.
    public EndpointSettings {
        Links = Values.list(Links);
        Aliases = Values.list(Aliases);
        MacAddress = Values.text(MacAddress);
        DriverOpts = Values.map(DriverOpts);
        NetworkID = Values.text(NetworkID);
        EndpointID = Values.text(EndpointID);
        Gateway = Values.text(Gateway);
        IPAddress = Values.text(IPAddress);
        IPv6Gateway = Values.text(IPv6Gateway);
        GlobalIPv6Address = Values.text(GlobalIPv6Address);
        DNSNames = Values.list(DNSNames);
    }
}
