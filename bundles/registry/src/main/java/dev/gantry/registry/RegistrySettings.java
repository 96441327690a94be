package dev.gantry.registry;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `daemon.json` says about registries, checked.
///
/// @param insecure hosts (`name[:port]`) and networks (CIDR) that may be reached without verified TLS
/// @param mirrors base addresses of Docker Hub's mirrors, each with a slash at its end
/// @param certificates directory with a directory for each host
/// @param proxies how to leave the machine
/// @param limits how long to wait
record RegistrySettings(List<String> insecure, List<URI> mirrors, Path certificates, Proxies proxies, Limits limits) {
    private static final List<String> ALWAYS_INSECURE = List.of("::1/128", "127.0.0.0/8");

    /// How long to wait.
    ///
    /// @param connect for a connection
    /// @param ping for the first answer of a registry
    /// @param head for the head of any later answer
    /// @param stall between two pieces of a body
    record Limits(Duration connect, Duration ping, Duration head, Duration stall) {
        static final Limits USUAL = new Limits(
                Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofSeconds(60));
    }

    RegistrySettings {
        insecure = List.copyOf(insecure);
        mirrors = List.copyOf(mirrors);
    }

    static RegistrySettings of(Map<String, ?> configuration) {
        LinkedHashSet<String> insecure = new LinkedHashSet<>(ALWAYS_INSECURE);
        strings(configuration.get("insecure-registries")).forEach(entry -> insecure.add(insecureEntry(entry)));
        LinkedHashSet<URI> mirrors = new LinkedHashSet<>();
        strings(configuration.get("registry-mirrors")).forEach(entry -> mirrors.add(mirror(entry)));
        Object certificates = configuration.get("certs-dir");
        return new RegistrySettings(
                List.copyOf(insecure),
                List.copyOf(mirrors),
                Path.of(certificates == null ? "/etc/docker/certs.d" : certificates.toString()),
                Proxies.of(configuration, System.getenv()),
                Limits.USUAL);
    }

    private static List<String> strings(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case String[] array -> List.of(array);
            case List<?> list -> list.stream().map(String::valueOf).toList();
            default ->
                value.toString().isBlank()
                        ? List.of()
                        : List.of(value.toString().split(","));
        };
    }

    private static String insecureEntry(String written) {
        String entry = written.trim();
        for (String scheme : List.of("http://", "https://")) {
            if (entry.toLowerCase(Locale.ROOT).startsWith(scheme)) {
                entry = entry.substring(scheme.length());
            }
        }
        if (entry.contains("://")) {
            throw new IllegalArgumentException("insecure registry " + written + " should not contain '://'");
        }
        if (entry.startsWith("-") || entry.endsWith("-")) {
            throw new IllegalArgumentException("Cannot begin or end with a hyphen: " + written);
        }
        if (entry.isEmpty()) {
            throw new IllegalArgumentException("insecure registry " + written + " is not valid: empty host");
        }
        return entry;
    }

    private static URI mirror(String written) {
        URI uri;
        try {
            uri = URI.create(written.trim());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("invalid mirror: \"" + written + "\" is not a valid URI", e);
        }
        List<String> wrong = new ArrayList<>();
        if (uri.getHost() == null || !List.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
            wrong.add("unsupported scheme \"" + uri.getScheme() + "\" in \"" + written + "\"");
        } else if (uri.getQuery() != null || uri.getFragment() != null) {
            wrong.add("query or fragment at end of the URI \"" + written + "\"");
        } else if (uri.getUserInfo() != null) {
            wrong.add("username/password not allowed in URI \"" + uri.getScheme() + "://xxxxx:xxxxx@" + uri.getHost()
                    + "\"");
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("invalid mirror: " + wrong.getFirst());
        }
        return written.trim().endsWith("/") ? uri : URI.create(written.trim() + "/");
    }
}
