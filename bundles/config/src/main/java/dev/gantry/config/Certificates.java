package dev.gantry.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Where certificates are when nobody says so.
final class Certificates {
    private final Map<String, String> environment;

    Certificates(Map<String, String> environment) {
        this.environment = environment;
    }

    void complete(Map<String, Object> values) {
        if (!Boolean.TRUE.equals(values.get("tls"))) {
            return;
        }
        Path directory = directory();
        if ("".equals(values.get("tlscacert"))) {
            values.put(
                    "tlscacert",
                    Boolean.TRUE.equals(values.get("tlsverify"))
                            ? directory.resolve("ca.pem").toString()
                            : "");
        }
        existing(values, "tlscert", directory.resolve("cert.pem"));
        existing(values, "tlskey", directory.resolve("key.pem"));
    }

    private static void existing(Map<String, Object> values, String key, Path fallback) {
        if ("".equals(values.get(key)) && Files.exists(fallback)) {
            values.put(key, fallback.toString());
        }
    }

    private Path directory() {
        String certificates = environment.getOrDefault("DOCKER_CERT_PATH", "");
        String config = environment.getOrDefault("DOCKER_CONFIG", "");
        if (!certificates.isEmpty()) {
            return Path.of(certificates);
        }
        return config.isEmpty() ? Path.of(environment.getOrDefault("HOME", "/root"), ".docker") : Path.of(config);
    }
}
