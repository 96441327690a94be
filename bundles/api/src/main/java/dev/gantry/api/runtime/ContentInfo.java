package dev.gantry.api.runtime;

import java.time.Instant;
import java.util.Map;

/// What is known of a blob.
///
/// @param digest its name
/// @param size in bytes
/// @param createdAt when it was complete
/// @param labels see [GcLabels]
public record ContentInfo(String digest, long size, Instant createdAt, Map<String, String> labels) {
    /// Copies the map.
    public ContentInfo {
        labels = Map.copyOf(labels);
    }
}
