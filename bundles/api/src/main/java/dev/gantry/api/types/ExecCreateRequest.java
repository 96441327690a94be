package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of `POST /containers/{id}/exec`.
///
/// Copies with changes are made with `ExecCreateRequestBuilder`.
///
/// @param ConsoleSize height, width
@RecordBuilder
public record ExecCreateRequest(
        String User,
        boolean Privileged,
        boolean Tty,
        @OmitEmpty @Nullable List<Integer> ConsoleSize,
        boolean AttachStdin,
        boolean AttachStderr,
        boolean AttachStdout,
        boolean Detach,
        String DetachKeys,
        @Nullable List<String> Env,
        String WorkingDir,
        @Nullable List<String> Cmd) {
    /// Replaces absent strings by empty ones and copies collections.
    public ExecCreateRequest {
        User = Values.text(User);
        ConsoleSize = Values.list(ConsoleSize);
        DetachKeys = Values.text(DetachKeys);
        Env = Values.list(Env);
        WorkingDir = Values.text(WorkingDir);
        Cmd = Values.list(Cmd);
    }
}
