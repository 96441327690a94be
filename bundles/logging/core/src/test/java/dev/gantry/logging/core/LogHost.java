package dev.gantry.logging.core;

import dev.gantry.api.logging.ContainerLogs;
import dev.gantry.api.types.LogConfig;
import java.time.Duration;
import java.util.Map;

/// The components of this package, wired.
public final class LogHost {
    private final TrackedLogDrivers drivers = new TrackedLogDrivers(Duration.ofMillis(300));
    private final OpenLogs openLogs = new OpenLogs(drivers);
    private final ConfiguredLogs logs;

    public LogHost() {
        this(new LogConfig("json-file", Map.of()));
    }

    LogHost(LogConfig defaults) {
        logs = new ConfiguredLogs(openLogs, drivers, defaults);
    }

    public TrackedLogDrivers drivers() {
        return drivers;
    }

    public OpenLogs openLogs() {
        return openLogs;
    }

    ConfiguredLogs configured() {
        return logs;
    }

    public ContainerLogs logs() {
        return logs;
    }
}
