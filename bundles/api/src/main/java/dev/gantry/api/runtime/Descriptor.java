package dev.gantry.api.runtime;

import java.util.Map;
import java.util.Objects;

/// Refers to a blob.
///
/// @param mediaType what it is
/// @param digest its name, `sha256:` and 64 hexadecimal digits
/// @param size in bytes
/// @param annotations of the reference; mostly empty
public record Descriptor(String mediaType, String digest, long size, Map<String, String> annotations) {
    /// Refuses nulls, copies the map.
    public Descriptor {
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(digest, "digest");
        annotations = Map.copyOf(annotations);
    }

    /// Without annotations.
    public Descriptor(String mediaType, String digest, long size) {
        this(mediaType, digest, size, Map.of());
    }
}
