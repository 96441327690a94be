package dev.gantry.api.exec;

import dev.gantry.api.types.ExecCreateRequest;
import dev.gantry.api.types.ExecInspect;
import dev.gantry.api.types.ExecStartRequest;
import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/// Further processes in running containers. Safe from any thread; failures are
/// [EngineExceptions][dev.gantry.api.error.EngineException] in Docker's words.
@ProviderType
public interface Execs {
    /// Prepares a process.
    ///
    /// @param container id, name or unique prefix
    /// @return the exec's id, 64 hexadecimal digits
    String create(String container, ExecCreateRequest request);

    /// What is known about an exec.
    ExecInspect inspect(String id);

    /// Ids of the execs of a container that have not been collected, for inspect.
    List<String> of(String containerId);

    /// Starts the process with nobody attached, and returns once it runs.
    void startDetached(String id, ExecStartRequest request);

    /// Claims the exec for a client that stays. Everything that can be refused is refused here; the process starts with
    /// [ExecSession#run].
    ExecSession startAttached(String id, ExecStartRequest request);

    /// Sets the size of the terminal; waits up to 10 s for the process to start.
    void resize(String id, int height, int width);

    /// Runs a process to its end and keeps the beginning of its output, standard output and error in order of arrival. It
    /// is killed when `limit` has passed. Events are published as for any exec.
    ///
    /// @param outputLimit bytes kept
    ExecResult run(String containerId, ExecCreateRequest request, Duration limit, int outputLimit);
}
