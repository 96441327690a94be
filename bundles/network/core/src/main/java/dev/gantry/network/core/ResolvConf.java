package dev.gantry.network.core;

import dev.gantry.network.core.CoreSettings.DaemonNames;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// The content of a container's `/etc/resolv.conf`: the host's, with what the container or the daemon says instead.
final class ResolvConf {
    private static final List<String> PUBLIC = List.of("8.8.8.8", "8.8.4.4");
    private static final List<String> PUBLIC_IPV6 = List.of("2001:4860:4860::8888", "2001:4860:4860::8844");

    private final List<String> servers = new ArrayList<>();
    private final List<String> search = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final List<String> overridden = new ArrayList<>();
    private final String source;

    private ResolvConf(String source) {
        this.source = source;
    }

    /// @param source name of the file, for the comment at its end
    static ResolvConf parse(String source, List<String> lines) {
        ResolvConf conf = new ResolvConf(source);
        for (String line : lines) {
            String[] words = line.strip().split("\\s+");
            if (words.length < 2) {
                continue;
            }
            List<String> values = List.of(words).subList(1, words.length);
            switch (words[0]) {
                case "nameserver" -> conf.servers.add(values.getFirst());
                case "search", "domain" -> replace(conf.search, values);
                case "options" -> conf.options.addAll(values);
                default -> {
                    // Comments, and words that mean nothing to a container.
                }
            }
        }
        return conf;
    }

    /// Whether the only server is systemd's stub, which no other namespace can reach.
    boolean isStub() {
        return servers.equals(List.of("127.0.0.53"));
    }

    /// The container's own settings, else the daemon's, replace the part that they name.
    ResolvConf override(List<String> dns, List<String> dnsSearch, List<String> dnsOptions, DaemonNames daemon) {
        override("nameservers", servers, dns.isEmpty() ? daemon.dns() : dns);
        override("search", search, dnsSearch.isEmpty() ? daemon.dnsSearch() : dnsSearch);
        override("options", options, dnsOptions.isEmpty() ? daemon.dnsOptions() : dnsOptions);
        if (search.equals(List.of("."))) {
            search.clear();
        }
        return this;
    }

    private void override(String what, List<String> values, List<String> by) {
        if (!by.isEmpty()) {
            replace(values, by);
            overridden.add(what);
        }
    }

    private static void replace(List<String> values, List<String> by) {
        values.clear();
        values.addAll(by);
    }

    /// Drops servers that a container in a namespace of its own cannot reach; public ones take their place when none is left.
    ResolvConf reachable(boolean ipv6) {
        if (overridden.contains("nameservers")) {
            return this;
        }
        servers.removeIf(server -> !reachable(server, ipv6));
        if (servers.isEmpty()) {
            servers.addAll(PUBLIC);
            if (ipv6) {
                servers.addAll(PUBLIC_IPV6);
            }
        }
        return this;
    }

    private static boolean reachable(String server, boolean ipv6) {
        int zone = server.indexOf('%');
        try {
            InetAddress address = InetAddress.ofLiteral(zone < 0 ? server : server.substring(0, zone));
            return !address.isLoopbackAddress() && (ipv6 || address.getAddress().length == 4);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// The file.
    String content() {
        StringBuilder content =
                new StringBuilder("# Written by the engine; once you edit this file, it is left to you.\n\n");
        servers.forEach(server -> content.append("nameserver ").append(server).append('\n'));
        if (!search.isEmpty()) {
            content.append("search ").append(String.join(" ", search)).append('\n');
        }
        if (!options.isEmpty()) {
            content.append("options ").append(String.join(" ", options)).append('\n');
        }
        content.append("\n# Based on host file: '").append(source).append("'\n");
        return content.append("# Overrides: ").append(overridden).append('\n').toString();
    }
}
