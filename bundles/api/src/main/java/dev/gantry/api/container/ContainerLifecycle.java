package dev.gantry.api.container;

import dev.gantry.api.types.ContainerCreateResponse;
import dev.gantry.api.types.ContainerUpdateRequest;
import dev.gantry.api.types.ContainerUpdateResponse;
import dev.gantry.api.types.ContainersPruneReport;
import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.Filters;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// What changes containers.
@ProviderType
public interface ContainerLifecycle {
    /// Makes a container. On failure nothing is left of it.
    ///
    /// @throws dev.gantry.api.error.EngineException INVALID_PARAMETER; NOT_FOUND `No such image: X`; CONFLICT when the
    /// name is taken
    ContainerCreateResponse create(CreateRequest request);

    /// Starts it; returns once its process runs.
    ///
    /// @throws dev.gantry.api.error.EngineException NOT_MODIFIED when it runs already; CONFLICT when it is paused or
    /// being removed;
    ///     INVALID_PARAMETER when the command is missing or cannot be executed; SYSTEM
    void start(String container);

    /// Stops it; returns once its end has been dealt with.
    ///
    /// @throws dev.gantry.api.error.EngineException NOT_MODIFIED when it does not run
    void stop(String container, StopRequest request);

    /// Stops it when it runs and starts it.
    void restart(String container, StopRequest request);

    /// Sends a signal; SIGKILL waits for the end.
    ///
    /// @param signal name with or without `SIG`, or number; empty = SIGKILL
    /// @throws dev.gantry.api.error.EngineException CONFLICT when it does not run; INVALID_PARAMETER for an unknown
    /// signal
    void kill(String container, String signal);

    /// Freezes all its processes.
    void pause(String container);

    /// Thaws them.
    void unpause(String container);

    /// Gives it another name.
    void rename(String container, String name);

    /// Changes limits and restart policy, at once where it runs.
    ContainerUpdateResponse update(String container, ContainerUpdateRequest request);

    /// Removes it.
    void remove(String container, RemoveRequest request);

    /// Removes those that do not run.
    ///
    /// @param filters `until`, `label`, `label!`
    /// @throws dev.gantry.api.error.EngineException CONFLICT when another prune is under way
    ContainersPruneReport prune(Filters filters);

    /// Sets the size of its terminal, in characters.
    void resize(String container, int height, int width);

    /// Makes an image of it.
    ///
    /// @return the image's id
    String commit(CommitContainerRequest request);

    /// Connects it to a network, at once when it runs, else from its next start on.
    void connect(String container, String network, @Nullable EndpointSettings wanted);

    /// Takes it off a network.
    ///
    /// @param force also when the container is gone
    void disconnect(String container, String network, boolean force);
}
