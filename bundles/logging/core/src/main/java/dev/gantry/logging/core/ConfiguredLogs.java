package dev.gantry.logging.core;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.logging.ContainerLogs;
import dev.gantry.api.logging.LogDriver;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogStream;
import dev.gantry.api.logging.LogTarget;
import dev.gantry.api.types.LogConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/// Log configuration and log reading. `log-driver` and `log-opts` may change live: they concern containers created from then on.
@Component(configurationPid = "dev.gantry.logging", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ConfiguredLogs implements ContainerLogs, Reconfigurable {
    private static final String DRIVER_KEY = "log-driver";
    private static final String OPTIONS_KEY = "log-opts";

    private final OpenLogs logs;
    private final TrackedLogDrivers drivers;
    private final Set<FollowingStream> streams = ConcurrentHashMap.newKeySet();
    private volatile LogConfig defaults;

    /// The daemon's log settings.
    public @interface Config {
        /// The driver of containers that name none.
        String log$_$driver() default "json-file";

        /// Its options, `key=value`.
        String[] log$_$opts() default {};
    }

    /// @param logs of the running containers
    /// @param drivers that are here
    /// @param config the daemon's
    @Activate
    public ConfiguredLogs(@Reference OpenLogs logs, @Reference TrackedLogDrivers drivers, Config config) {
        this(logs, drivers, defaults(config));
    }

    ConfiguredLogs(OpenLogs logs, TrackedLogDrivers drivers, LogConfig defaults) {
        this.logs = logs;
        this.drivers = drivers;
        this.defaults = defaults;
    }

    /// Lets readers know that they have to go on with a successor.
    @Deactivate
    public void deactivate() {
        streams.forEach(FollowingStream::leave);
    }

    /// Takes other settings for containers created from now on.
    @Modified
    public void modified(Config config) {
        defaults = defaults(config);
    }

    private static LogConfig defaults(Config config) {
        return defaults(config.log$_$driver(), List.of(config.log$_$opts()));
    }

    private static LogConfig defaults(@Nullable String driver, List<String> written) {
        Map<String, String> options = new HashMap<>();
        for (String option : written) {
            int equals = option.indexOf('=');
            options.put(
                    equals < 0 ? option : option.substring(0, equals), equals < 0 ? "" : option.substring(equals + 1));
        }
        return new LogConfig(driver == null || driver.isEmpty() ? "json-file" : driver, options);
    }

    /// Refuses what every container without a driver of its own would be refused for.
    @Override
    public Preparation prepare(ConfigChange change) {
        if (change.concerns(DRIVER_KEY, OPTIONS_KEY)) {
            LogConfig next =
                    defaults(change.after().text(DRIVER_KEY), change.after().list(OPTIONS_KEY));
            try {
                requireValid(next);
            } catch (EngineException e) {
                boolean known = next.Type().equals(OpenLogs.NONE) || drivers.isPresent(next.Type());
                throw ConfigChange.refusal(known ? OPTIONS_KEY : DRIVER_KEY, e.getMessage());
            }
        }
        return Preparation.NOTHING;
    }

    @Override
    public void requireDefaults(Duration limit) throws InterruptedException {
        LogConfig daemon = defaults;
        if (!daemon.Type().equals(OpenLogs.NONE)) {
            drivers.awaitArrival(daemon.Type(), limit);
        }
        requireValid(daemon);
    }

    private void requireValid(LogConfig daemon) {
        try {
            if (!daemon.Type().equals(OpenLogs.NONE)) {
                validate(daemon.Type(), orEmpty(daemon.Config()));
            }
        } catch (EngineException e) {
            throw e.prefixed("failed to set log opts");
        }
    }

    @Override
    public LogConfig complete(LogConfig requested) {
        LogConfig daemon = defaults;
        String driver = requested.Type().isEmpty() ? daemon.Type() : requested.Type();
        Map<String, String> options = new HashMap<>(orEmpty(requested.Config()));
        orEmpty(daemon.Config()).forEach((name, value) -> {
            if (driver.equals(daemon.Type()) || name.startsWith(GenericOptions.CACHE_PREFIX)) {
                options.putIfAbsent(name, value);
            }
        });
        if (!driver.equals(OpenLogs.NONE)) {
            validate(driver, options);
        }
        return new LogConfig(driver, options);
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> options) {
        return options == null ? Map.of() : options;
    }

    private void validate(String driver, Map<String, String> options) {
        GenericOptions.parse(options);
        try (Lease<LogDriver> lease = drivers.acquire(driver)) {
            lease.service().validate(GenericOptions.without(options));
        }
    }

    @Override
    public LogStream read(LogTarget target, LogQuery query) {
        String id = target.container().id();
        // Who goes on reading may come before the engine has opened the log again.
        boolean expected = query.follow() && query.cursor() != null;
        ContainerLog running = expected ? logs.await(id, ServiceSlot.WAIT_LIMIT) : logs.find(id);
        try {
            FollowingStream stream = new FollowingStream(logs.reader(target, query), query, running, streams::remove);
            streams.add(stream);
            return stream;
        } catch (IOException e) {
            throw EngineException.system("error reading the log: " + e.getMessage(), e);
        }
    }

    @Override
    public @Nullable Path path(LogTarget target) {
        if (target.driver().equals(OpenLogs.NONE) || !drivers.isPresent(target.driver())) {
            return null;
        }
        try (Lease<LogDriver> lease = drivers.acquire(target.driver())) {
            return lease.service().logPath(LogInfos.forReading(target));
        }
    }

    @Override
    public String defaultDriver() {
        return defaults.Type();
    }

    @Override
    public Set<String> drivers() {
        return drivers.names();
    }
}
