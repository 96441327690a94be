package dev.gantry.api.container;

import dev.gantry.api.logging.AttachRequest;
import dev.gantry.api.logging.Attachment;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogStream;
import dev.gantry.api.types.ExecCreateRequest;
import dev.gantry.api.types.Health;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// What works in or on a container beside its life cycle.
@ProviderType
public interface ContainerAccess {
    /// The container as it is now, running or not.
    RunningContainer lookup(String container);

    /// Ids of those that run, paused ones too.
    List<String> running();

    /// The `process` object of the OCI specification for a further process in a running container: user, environment,
    /// working directory, capabilities and limits as Docker gives them to an exec.
    ///
    /// @return UTF-8 JSON
    /// @throws dev.gantry.api.error.EngineException CONFLICT when it does not run; INVALID_PARAMETER for an unknown
    /// user
    byte[] execProcess(String container, ExecCreateRequest request);

    /// Takes what the probes of a running container found; publishes `health_status` when the status is another one.
    ///
    /// @param health null when it is not probed
    void reportHealth(String id, @Nullable Health health);

    /// Opens the container's files, mounting them when it does not run.
    ///
    /// @param volumes whether volumes and binds are to be seen, too
    MountedRoot openRoot(String container, boolean volumes);

    /// Attaches a client to the standard streams of its process, from now on; also before it is started.
    ///
    /// @throws dev.gantry.api.error.EngineException CONFLICT when it is paused or restarting
    Attachment attach(String container, AttachRequest request);

    /// Opens its log.
    ///
    /// @throws dev.gantry.api.error.EngineException CONFLICT when it is dead or being removed; NOT_IMPLEMENTED when the
    /// driver cannot
    ///     be read
    LogStream logs(String container, LogQuery query);

    /// Publishes an event about it, with its labels, image and name beside the given attributes.
    ///
    /// @param action such as `top` or `resize`
    void announce(String container, String action, Map<String, String> attributes);
}
