package dev.gantry.config;

import java.util.List;
import java.util.TreeSet;

/// Addresses to listen on, as Docker completes them.
final class Hosts {
    private static final String SOCKET = "/var/run/docker.sock";

    private Hosts() {}

    /// Without duplicates, sorted; the default when there is none.
    ///
    /// @throws IllegalArgumentException in Docker's words
    static List<String> complete(List<String> hosts, boolean tls) {
        TreeSet<String> complete = new TreeSet<>();
        for (String host : hosts.isEmpty() ? List.of("") : hosts) {
            complete.add(complete(host.strip(), tls));
        }
        return List.copyOf(complete);
    }

    private static String complete(String host, boolean tls) {
        if (host.isEmpty()) {
            return tls ? "tcp://localhost:2376" : "unix://" + SOCKET;
        }
        int split = host.indexOf("://");
        String scheme = split < 0 ? "tcp" : host.substring(0, split);
        String rest = split < 0 ? host : host.substring(split + 3);
        return switch (scheme) {
            case "tcp" -> "tcp://" + tcp(host, rest);
            case "unix" -> {
                if (rest.contains("://")) {
                    throw bad(host, "invalid proto, expected unix: " + rest);
                }
                yield "unix://" + (rest.isEmpty() ? SOCKET : rest);
            }
            case "fd" -> host;
            default -> throw bad(host, "unsupported proto '" + scheme + "'");
        };
    }

    private static String tcp(String host, String rest) {
        if (rest.contains("://")) {
            throw bad(host, "invalid proto, expected tcp: " + rest);
        }
        if (rest.indexOf('/') >= 0) {
            throw bad(host, "should not contain a path element");
        }
        boolean bracket = rest.startsWith("[");
        int close = bracket ? rest.indexOf(']') : -1;
        if (bracket && close < 0) {
            throw bad(host, "missing ']' in address");
        }
        int colon = bracket ? (close + 1 < rest.length() ? close + 1 : -1) : rest.lastIndexOf(':');
        if (!bracket && colon != rest.indexOf(':') || bracket && colon > 0 && rest.charAt(colon) != ':') {
            throw bad(host, "too many colons in address");
        }
        String name = colon < 0 ? rest : rest.substring(0, colon);
        String port = colon < 0 ? "" : rest.substring(colon + 1);
        return (name.isEmpty() ? "localhost" : name) + ":" + (port.isEmpty() ? "2375" : port(host, port));
    }

    private static String port(String host, String port) {
        try {
            int number = Integer.parseInt(port);
            if (number > 0 && number < 65536) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw bad(host, "invalid port: " + port);
        }
        throw bad(host, "invalid port: " + port);
    }

    private static IllegalArgumentException bad(String host, String why) {
        return new IllegalArgumentException("invalid bind address (" + host + "): " + why);
    }
}
