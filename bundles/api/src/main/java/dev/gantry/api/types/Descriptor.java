package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An OCI content descriptor.
public record Descriptor(
        String mediaType,
        String digest,
        long size,
        @OmitEmpty @Nullable List<String> urls,
        @OmitEmpty @Nullable Map<String, String> annotations,
        @OmitEmpty String data,
        @OmitEmpty @Nullable Platform platform,
        @OmitEmpty String artifactType) {
    /// Replaces absent strings by empty ones and copies collections.
    public Descriptor {
        mediaType = Values.text(mediaType);
        digest = Values.text(digest);
        urls = Values.list(urls);
        annotations = Values.map(annotations);
        data = Values.text(data);
        artifactType = Values.text(artifactType);
    }
}
