package dev.gantry.api.logging;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The standard streams of one process: a container's first one, or an exec.
///
/// @param containerId whose
/// @param execId of the exec, or null for the container itself
/// @param terminal whether the process has a terminal: one output stream, detach keys work
/// @param stdin whether it has a standard input that is kept open (`OpenStdin`, `AttachStdin`)
/// @param stdinOnce whether its standard input ends with that of the first client that ends its own (`StdinOnce`; always for an exec)
/// @param stdinClosed run on a virtual thread when the standard input has ended: the engine then tells the runtime (`closeStdin`), as
///     the runtime holds a writing end of its own. Run again for an owner that comes after one that was UNAVAILABLE, and when a process
///     whose input has ended is [adopted][Streams#adopt]
public record StreamRequest(
        String containerId,
        @Nullable String execId,
        boolean terminal,
        boolean stdin,
        boolean stdinOnce,
        Runnable stdinClosed) {
    /// Refuses absent parts.
    public StreamRequest {
        Objects.requireNonNull(containerId, "containerId");
        Objects.requireNonNull(stdinClosed, "stdinClosed");
    }

    /// The name under which the streams are found: `<container>` or `<container>/<exec>`.
    public String key() {
        return execId == null ? containerId : containerId + "/" + execId;
    }
}
