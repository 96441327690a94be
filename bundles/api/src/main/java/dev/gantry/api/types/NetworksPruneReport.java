package dev.gantry.api.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `POST /networks/prune`.
public record NetworksPruneReport(@Nullable List<String> NetworksDeleted) {
    /// Replaces absent strings by empty ones and copies collections.
    public NetworksPruneReport {
        NetworksDeleted = Values.list(NetworksDeleted);
    }
}
