package dev.gantry.api.stats;

import dev.gantry.api.types.ContainerTopResponse;
import org.osgi.annotation.versioning.ProviderType;

/// What containers use, read from the kernel when asked. Safe from any thread; failures are
/// [EngineExceptions][dev.gantry.api.error.EngineException] in Docker's words.
@ProviderType
public interface ContainerStats {
    /// Begins to sample.
    ///
    /// @param container id, name or unique prefix
    /// @param stream a sample each second until the container is removed or the reader closed; else one sample
    /// @param oneShot the one sample comes at once, without a sample before it
    StatsReader open(String container, boolean stream, boolean oneShot);

    /// The processes of a running container, as the machine's `ps` shows them. Publishes no event.
    ///
    /// @param psArgs arguments of `ps`; empty = `-ef`
    ContainerTopResponse top(String container, String psArgs);
}
