package dev.gantry.api.container;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// All containers: their life cycle, catalog and access in one service.
@ProviderType
public interface Containers extends ContainerLifecycle, ContainerCatalog, ContainerAccess {
    /// Waits until the containers of the last run have been taken over; every other call does the same by itself.
    ///
    /// @throws dev.gantry.api.error.EngineException UNAVAILABLE when that takes longer than `limit`; SYSTEM when it
    /// failed
    void awaitRestored(Duration limit);

    /// How long [#shutdown] needs at most: the longest stop timeout of a running container and 5 s; negative when a
    /// container may take as long as it likes.
    Duration shutdownNeed();

    /// The daemon's graceful stop: nothing is started any more by a restart policy, and every running container is
    /// stopped by its own signal and timeout, side by side, unless live-restore leaves them alone. Safe to call twice.
    /// Returns once they are stopped, or `limit` has passed.
    ///
    /// @param limit null for none
    /// @return how many still run
    int shutdown(@Nullable Duration limit);
}
