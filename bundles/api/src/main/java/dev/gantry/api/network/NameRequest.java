package dev.gantry.api.network;

import java.nio.file.Path;
import java.util.List;

/// How a container finds names: the content of its `hosts` and `resolv.conf`.
///
/// @param hostname without domain
/// @param domainName empty for none
/// @param dns servers; empty for the daemon's or the host's
/// @param dnsSearch search domains; empty for the daemon's or the host's, a single `.` for none
/// @param dnsOptions resolver options
/// @param extraHosts lines `name:address`; the address may be `host-gateway`
/// @param hostsFile where to write `hosts`
/// @param resolvConfFile where to write `resolv.conf`; `<file>.hash` beside it tells whether a user changed it
public record NameRequest(
        String hostname,
        String domainName,
        List<String> dns,
        List<String> dnsSearch,
        List<String> dnsOptions,
        List<String> extraHosts,
        Path hostsFile,
        Path resolvConfFile) {
    /// Copies the lists.
    public NameRequest {
        dns = List.copyOf(dns);
        dnsSearch = List.copyOf(dnsSearch);
        dnsOptions = List.copyOf(dnsOptions);
        extraHosts = List.copyOf(extraHosts);
    }
}
