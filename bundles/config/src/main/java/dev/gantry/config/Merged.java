package dev.gantry.config;

import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.Origin;
import java.util.Map;

/// A configuration and where each of its values comes from.
///
/// @param origins by key, for every key of `config`
record Merged(DaemonConfig config, Map<String, Origin> origins) {
    Merged {
        origins = Map.copyOf(origins);
    }
}
