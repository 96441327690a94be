package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of `POST /exec/{id}/start`.
public record ExecStartRequest(
        boolean Detach, boolean Tty, @OmitEmpty @Nullable List<Integer> ConsoleSize) {
    /// Replaces absent strings by empty ones and copies collections.
    public ExecStartRequest {
        ConsoleSize = Values.list(ConsoleSize);
    }
}
