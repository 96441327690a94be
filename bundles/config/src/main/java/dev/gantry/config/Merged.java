package dev.gantry.config;

import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.Origin;
import java.util.List;
import java.util.Map;

/// A configuration and where each of its values comes from.
///
/// @param origins by key, for every key of `config`
/// @param warnings for the operator
record Merged(DaemonConfig config, Map<String, Origin> origins, List<String> warnings) {
    Merged {
        origins = Map.copyOf(origins);
        warnings = List.copyOf(warnings);
    }

    Merged(DaemonConfig config, Map<String, Origin> origins) {
        this(config, origins, List.of());
    }
}
