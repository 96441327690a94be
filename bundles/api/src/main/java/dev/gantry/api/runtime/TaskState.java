package dev.gantry.api.runtime;

import org.jspecify.annotations.Nullable;

/// A process as containerd sees it now.
///
/// @param id the container
/// @param execId null for the first process
/// @param pid as seen by the host
/// @param status what it does
/// @param stdio the streams that it was made with
/// @param exit how it ended; null unless STOPPED
public record TaskState(
        String id,
        @Nullable String execId,
        int pid,
        TaskStatus status,
        Stdio stdio,
        @Nullable ProcessExit exit) {
    /// Whether the process exists: made, running or frozen.
    public boolean isAlive() {
        return status != TaskStatus.STOPPED && status != TaskStatus.UNKNOWN;
    }
}
