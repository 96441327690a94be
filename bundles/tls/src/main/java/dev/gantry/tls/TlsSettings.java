package dev.gantry.tls;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.DaemonConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is configured.
///
/// @param on whether TLS is used at all
/// @param verify whether clients must show a certificate
/// @param authority file with the authorities of clients; empty for those of the platform
/// @param certificate file with the server's certificate and those between it and its authority
/// @param key file with the server's key
record TlsSettings(boolean on, boolean verify, String authority, String certificate, String key) {
    static final String[] KEYS = {"tls", "tlsverify", "tlscacert", "tlscert", "tlskey"};

    static TlsSettings of(Map<String, Object> settings) {
        return new TlsSettings(
                Boolean.TRUE.equals(settings.get("tls")),
                Boolean.TRUE.equals(settings.get("tlsverify")),
                text(settings, "tlscacert"),
                text(settings, "tlscert"),
                text(settings, "tlskey"));
    }

    static TlsSettings of(DaemonConfig config) {
        return of(config.values());
    }

    private static String text(Map<String, Object> settings, String key) {
        return settings.get(key) instanceof String text ? text : "";
    }

    /// Which of the keys are new.
    static String changed(ConfigChange change) {
        return Stream.of(KEYS).filter(change.keys()::contains).collect(Collectors.joining(", "));
    }

    boolean readsAuthority() {
        return verify && !authority.isEmpty();
    }

    /// The files whose change matters.
    List<Path> files() {
        List<Path> files = new ArrayList<>(List.of(Path.of(certificate), Path.of(key)));
        if (readsAuthority()) {
            files.add(Path.of(authority));
        }
        return files;
    }
}
