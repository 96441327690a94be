package dev.gantry.api.exec;

import java.util.Objects;

/// How a process that was run to its end went.
///
/// @param exitCode the process' own; -1 when it was killed because its time had passed
/// @param timedOut whether it was
/// @param output the beginning of what it wrote, read as UTF-8
/// @param truncated whether it wrote more
public record ExecResult(int exitCode, boolean timedOut, String output, boolean truncated) {
    /// Refuses null.
    public ExecResult {
        Objects.requireNonNull(output, "output");
    }
}
