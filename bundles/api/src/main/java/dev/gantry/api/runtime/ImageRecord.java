package dev.gantry.api.runtime;

import java.time.Instant;
import java.util.Map;

/// A name and what it refers to.
///
/// @param name full reference, such as `docker.io/library/busybox:latest`
/// @param target manifest or index
/// @param labels free
/// @param createdAt when the name was made
/// @param updatedAt when it was last changed
public record ImageRecord(
        String name, Descriptor target, Map<String, String> labels, Instant createdAt, Instant updatedAt) {
    /// Copies the map.
    public ImageRecord {
        labels = Map.copyOf(labels);
    }
}
