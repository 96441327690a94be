package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The process of an exec.
public record ExecProcessConfig(
        boolean tty,
        String entrypoint,
        @Nullable List<String> arguments,
        @OmitEmpty @Nullable Boolean privileged,
        @OmitEmpty String user) {
    /// Replaces absent strings by empty ones and copies collections.
    public ExecProcessConfig {
        entrypoint = Values.text(entrypoint);
        arguments = Values.list(arguments);
        user = Values.text(user);
    }
}
