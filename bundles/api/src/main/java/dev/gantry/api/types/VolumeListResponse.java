package dev.gantry.api.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /volumes`.
public record VolumeListResponse(
        List<Volume> Volumes, @Nullable List<String> Warnings) {
    /// Replaces absent strings by empty ones and copies collections.
    public VolumeListResponse {
        Volumes = Values.listOrEmpty(Volumes);
        Warnings = Values.list(Warnings);
    }
}
