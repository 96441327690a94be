package dev.gantry.config;

import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.registry.InsecureRegistry;
import dev.gantry.api.registry.RegistryMirror;

/// Refuses insecure registries and mirrors that can be none, before anything has been started.
final class RegistryChecks {
    private RegistryChecks() {}

    /// @throws IllegalArgumentException in Docker's words
    static void check(DaemonConfig config) {
        config.list("insecure-registries").forEach(InsecureRegistry::parse);
        config.list("registry-mirrors").forEach(RegistryMirror::parse);
    }
}
