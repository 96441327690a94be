package dev.gantry.registry;

import dev.gantry.api.image.Reference;
import dev.gantry.api.registry.Access;
import dev.gantry.api.registry.AddressRange;
import dev.gantry.api.types.IndexInfo;
import dev.gantry.api.types.RegistryConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which end points a registry has, and whether they must prove who they are.
record RegistryRules(RegistrySettings settings) {
    private static final String HUB_ADDRESS = "https://registry-1.docker.io/";

    /// The end points in the order in which they are to be tried.
    List<Endpoint> endpoints(String domain, Access access) {
        List<Endpoint> endpoints = new ArrayList<>();
        if (domain.equals(Reference.HUB)) {
            if (access != Access.PUSH) {
                settings.mirrors()
                        .forEach(mirror -> endpoints.add(new Endpoint(mirror, true, !isInsecure(authority(mirror)))));
            }
            endpoints.add(new Endpoint(URI.create(HUB_ADDRESS), false, true));
            return endpoints;
        }
        boolean insecure = isInsecure(domain);
        endpoints.add(new Endpoint(URI.create("https://" + domain + "/"), false, !insecure));
        if (insecure) {
            endpoints.add(new Endpoint(URI.create("http://" + domain + "/"), false, false));
        }
        return endpoints;
    }

    /// Whether `host[:port]` may do without verified TLS: it is listed, or one of its addresses is in a listed network. A name
    /// that cannot be resolved must verify.
    boolean isInsecure(String authority) {
        if (settings.insecure().contains(authority)) {
            return true;
        }
        List<AddressRange> ranges = settings.insecure().stream()
                .filter(AddressRange::isRange)
                .map(AddressRange::parse)
                .toList();
        try {
            InetAddress[] addresses = InetAddress.getAllByName(host(authority));
            return Arrays.stream(addresses)
                    .anyMatch(address -> ranges.stream().anyMatch(range -> range.contains(address)));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /// `host:port` of an address.
    static String authority(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    private static String host(String authority) {
        int colon = authority.lastIndexOf(':');
        String host = colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /// As `docker info` shows them.
    RegistryConfig shown() {
        List<String> mirrors = settings.mirrors().stream().map(URI::toString).toList();
        Map<String, IndexInfo> indexes = new TreeMap<>();
        List<String> networks = new ArrayList<>();
        for (String entry : settings.insecure()) {
            if (AddressRange.isRange(entry)) {
                networks.add(entry);
            } else {
                indexes.put(entry, new IndexInfo(entry, List.of(), false, false));
            }
        }
        indexes.put(Reference.HUB, new IndexInfo(Reference.HUB, mirrors, true, true));
        return new RegistryConfig(null, null, networks, indexes, mirrors);
    }
}
