package dev.gantry.network.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.IpPrefix;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// The content of a container's `/etc/hosts`.
final class HostsFile {
    private static final String IPV4 = "127.0.0.1\tlocalhost\n";
    private static final String IPV6 = """
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::\tip6-localnet
            ff00::\tip6-mcastprefix
            ff02::1\tip6-allnodes
            ff02::2\tip6-allrouters
            """;
    private static final String GATEWAY = "host-gateway";

    private HostsFile() {}

    /// @param base the first lines: [#local], or the host's own file
    /// @param extraHosts lines `address\tname`
    /// @param addresses of the container
    static String content(
            String base, List<String> extraHosts, List<InetAddress> addresses, String hostname, String domainName) {
        StringBuilder content = new StringBuilder(base);
        if (!base.isEmpty() && !base.endsWith("\n")) {
            content.append('\n');
        }
        extraHosts.forEach(line -> content.append(line).append('\n'));
        if (!hostname.isEmpty()) {
            String names = domainName.isEmpty() ? hostname : hostname + "." + domainName + " " + hostname;
            // A host name with dots is a full one: its first part is the short one.
            if (domainName.isEmpty() && hostname.indexOf('.') > 0) {
                names = hostname + " " + hostname.substring(0, hostname.indexOf('.'));
            }
            for (InetAddress address : addresses) {
                content.append(IpPrefix.text(address))
                        .append('\t')
                        .append(names)
                        .append('\n');
            }
        }
        return content.toString();
    }

    static String local(boolean ipv6) {
        return ipv6 ? IPV4 + IPV6 : IPV4;
    }

    /// Turns `name:address` and `name=address` into lines, `host-gateway` into the addresses that it means.
    ///
    /// @throws EngineException INVALID_PARAMETER for what is neither
    static List<String> lines(List<String> extraHosts, List<InetAddress> hostGateway) {
        List<String> lines = new ArrayList<>();
        for (String extra : extraHosts) {
            int split = separator(extra);
            String name = extra.substring(0, split);
            String address = extra.substring(split + 1);
            if (!address.equals(GATEWAY)) {
                lines.add(literal(address) + "\t" + name);
                continue;
            }
            if (hostGateway.isEmpty()) {
                throw EngineException.invalidParameter("unable to derive the IP value for host-gateway");
            }
            hostGateway.forEach(gateway -> lines.add(IpPrefix.text(gateway) + "\t" + name));
        }
        return lines;
    }

    /// Gives another address to lines `address\tname name…` whose names begin with `names`, where they have one of its family.
    static List<String> readdressed(List<String> lines, String names, InetAddress address) {
        String text = IpPrefix.text(address);
        return lines.stream()
                .map(line -> {
                    int tab = line.indexOf('\t');
                    boolean named = (line.substring(tab + 1) + " ").startsWith(names + " ");
                    boolean ipv6 = line.lastIndexOf(':', Math.max(tab, 0)) >= 0;
                    return named && ipv6 == text.contains(":") ? text + line.substring(tab) : line;
                })
                .toList();
    }

    private static int separator(String extra) {
        int colon = extra.indexOf(':');
        int equals = extra.indexOf('=');
        int split = colon < 0 ? equals : equals < 0 ? colon : Math.min(colon, equals);
        if (split <= 0 || split == extra.length() - 1) {
            throw EngineException.invalidParameter("bad format for add-host: \"" + extra + "\"");
        }
        return split;
    }

    private static String literal(String address) {
        String bare =
                address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
        try {
            return IpPrefix.text(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException e) {
            throw EngineException.invalidParameter("invalid IP address in add-host: \"" + address + "\"");
        }
    }
}
