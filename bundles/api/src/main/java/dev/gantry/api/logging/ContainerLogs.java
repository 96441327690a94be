package dev.gantry.api.logging;

import dev.gantry.api.types.LogConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// Log configuration and log reading, for the engine and the routers.
@ProviderType
public interface ContainerLogs {
    /// What a new container's `HostConfig.LogConfig` becomes: the daemon's driver when it names none, the daemon's options where they
    /// apply and the container has none of its own. Then everything is validated.
    ///
    /// @throws dev.gantry.api.error.EngineException INVALID_PARAMETER in Docker's words
    LogConfig complete(LogConfig requested);

    /// Validates the daemon's own driver and options, at its start.
    ///
    /// @param limit how long to wait for the driver
    /// @throws dev.gantry.api.error.EngineException INVALID_PARAMETER in Docker's words
    /// @throws InterruptedException when the wait is interrupted
    void requireDefaults(Duration limit) throws InterruptedException;

    /// Opens a container's log for reading, running or not. Following a container that does not run ends with its last line.
    ///
    /// @throws dev.gantry.api.error.EngineException NOT_IMPLEMENTED when neither the driver nor a copy can be read
    LogStream read(LogTarget target, LogQuery query);

    /// `LogPath` of `docker inspect`; null when the driver shows none.
    @Nullable Path path(LogTarget target);

    /// The driver of containers that name none, such as `json-file`.
    String defaultDriver();

    /// The names of the drivers that are here now, sorted; `none` is not among them.
    Set<String> drivers();
}
