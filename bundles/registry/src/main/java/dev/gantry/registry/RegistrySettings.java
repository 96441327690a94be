package dev.gantry.registry;

import dev.gantry.api.registry.InsecureRegistry;
import dev.gantry.api.registry.RegistryMirror;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What `daemon.json` says about registries, checked.
///
/// @param insecure hosts (`name[:port]`) and networks (CIDR) that may be reached without verified TLS
/// @param mirrors base addresses of Docker Hub's mirrors, each with a slash at its end
/// @param certificates directory with a directory for each host
/// @param proxies how to leave the machine
/// @param limits how long to wait
record RegistrySettings(List<String> insecure, List<URI> mirrors, Path certificates, Proxies proxies, Limits limits) {
    static final String INSECURE = "insecure-registries";
    static final String MIRRORS = "registry-mirrors";
    private static final Logger LOG = LoggerFactory.getLogger(RegistrySettings.class);
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
        return of(configuration, Limits.USUAL);
    }

    /// @throws IllegalArgumentException in words for the operator
    static RegistrySettings of(Map<String, ?> configuration, Limits limits) {
        Set<String> insecure = new LinkedHashSet<>();
        for (InsecureRegistry registry : insecure(configuration.get(INSECURE))) {
            warnOfScheme(registry);
            insecure.add(registry.entry());
        }
        insecure.addAll(ALWAYS_INSECURE);
        Set<URI> mirrors = mirrors(configuration.get(MIRRORS));
        Object certificates = configuration.get("certs-dir");
        return new RegistrySettings(
                List.copyOf(insecure),
                List.copyOf(mirrors),
                Path.of(certificates == null ? "/etc/docker/certs.d" : certificates.toString()),
                Proxies.of(configuration, System.getenv()),
                limits);
    }

    private static void warnOfScheme(InsecureRegistry registry) {
        String scheme = registry.droppedScheme();
        if (!scheme.isEmpty()) {
            LOG.warn(
                    "insecure registry {}{} should not contain '{}' and '{}' has been removed from the insecure registry config",
                    scheme,
                    registry.entry(),
                    scheme,
                    scheme);
        }
    }

    static List<InsecureRegistry> insecure(@Nullable Object written) {
        return strings(written).stream().map(InsecureRegistry::parse).toList();
    }

    static Set<URI> mirrors(@Nullable Object written) {
        Set<URI> mirrors = new LinkedHashSet<>();
        strings(written)
                .forEach(entry -> mirrors.add(RegistryMirror.parse(entry).base()));
        return mirrors;
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
}
