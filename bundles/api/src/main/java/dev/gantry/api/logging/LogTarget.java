package dev.gantry.api.logging;

import java.util.Map;
import java.util.Objects;

/// Where a container's lines go: its `HostConfig.LogConfig` after [ContainerLogs#complete], and the container.
///
/// @param driver a driver's name, or `none`
/// @param options all of the container's log options, generic ones included
/// @param container whose lines
public record LogTarget(String driver, Map<String, String> options, LoggedContainer container) {
    /// Copies the map.
    public LogTarget {
        Objects.requireNonNull(driver, "driver");
        Objects.requireNonNull(container, "container");
        options = Map.copyOf(options);
    }
}
