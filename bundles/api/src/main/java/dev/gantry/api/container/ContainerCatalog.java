package dev.gantry.api.container;

import dev.gantry.api.types.ContainerInspect;
import dev.gantry.api.types.ContainerSummary;
import dev.gantry.api.types.ContainerWaitResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// What is known of containers; served from memory, except for sizes.
@ProviderType
public interface ContainerCatalog {
    /// Containers, newest first.
    ///
    /// @throws dev.gantry.api.error.EngineException INVALID_PARAMETER for a filter that does not exist
    List<ContainerSummary> list(ListRequest request);

    /// Everything about one container.
    ///
    /// @param size also what its root file system takes; walks it
    ContainerInspect inspect(String container, boolean size);

    /// Grows with every change that [#list] or [#inspect] can show. An answer that was made at one version holds while it stays
    /// the same, except for texts such as `Up 3 seconds`, which hold for the second in which they were made.
    long version();

    /// Waits for a container to end. The future is waited for without a thread, completes in its provider's departure
    /// with UNAVAILABLE (wait again at the successor), and is to be cancelled by a caller that no longer cares.
    ///
    /// @param container the full id when `since` is given
    /// @param since when a caller who waits again began at the predecessor: what has happened from then on counts, although nobody
    ///     was there to tell; null for one who begins
    /// @throws dev.gantry.api.error.EngineException NOT_FOUND at once
    CompletableFuture<ContainerWaitResponse> wait(String container, WaitCondition condition, @Nullable Instant since);

    /// How many there are, by state.
    ContainerCounts counts();
}
