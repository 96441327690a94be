package dev.gantry.api.runtime;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of a snapshot.
///
/// @param name its key or, when committed, its name
/// @param parent null for a base
/// @param kind active, view or committed
/// @param createdAt when it was made
/// @param labels see [GcLabels]
public record SnapshotInfo(
        String name, @Nullable String parent, Kind kind, Instant createdAt, Map<String, String> labels) {
    /// Copies the map.
    public SnapshotInfo {
        labels = Map.copyOf(labels);
    }

    /// What can be done with a snapshot.
    public enum Kind {
        /// Mounted to be read.
        VIEW,
        /// Mounted to be written.
        ACTIVE,
        /// Finished; can be a parent.
        COMMITTED
    }
}
