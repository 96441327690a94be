package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import org.jspecify.annotations.Nullable;

/// One object of a progress stream (pull, push, load, import, build).
public record ProgressMessage(
        @OmitEmpty String stream,
        @OmitEmpty String status,
        @OmitEmpty @Nullable ProgressDetail progressDetail,
        @OmitEmpty String progress,
        @OmitEmpty String id,
        @OmitEmpty @Nullable ProgressError errorDetail,
        @OmitEmpty String error,
        @OmitEmpty @Nullable Object aux) {
    /// Replaces absent strings by empty ones and copies collections.
    public ProgressMessage {
        stream = Values.text(stream);
        status = Values.text(status);
        progress = Values.text(progress);
        id = Values.text(id);
        error = Values.text(error);
    }
}
