package dev.gantry.api.types;

import org.jspecify.annotations.Nullable;

/// The answer of `GET /exec/{id}/json`.
///
/// @param ExitCode null until the process has ended
public record ExecInspect(
        String ID,
        boolean Running,
        @Nullable Integer ExitCode,
        @Nullable ExecProcessConfig ProcessConfig,
        boolean OpenStdin,
        boolean OpenStderr,
        boolean OpenStdout,
        boolean CanRemove,
        String ContainerID,
        String DetachKeys,
        int Pid) {
    /// Replaces absent strings by empty ones and copies collections.
    public ExecInspect {
        ID = Values.text(ID);
        ContainerID = Values.text(ContainerID);
        DetachKeys = Values.text(DetachKeys);
    }
}
