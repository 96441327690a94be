package dev.gantry.api.oci;

import dev.gantry.api.types.HostConfig;
import java.util.List;

/// A configuration that can be run.
///
/// @param host with defaults filled in
/// @param warnings for the client
public record CheckedHostConfig(HostConfig host, List<String> warnings) {
    /// Copies the list.
    public CheckedHostConfig {
        warnings = List.copyOf(warnings);
    }
}
