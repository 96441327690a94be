package dev.gantry.api.runtime;

import java.util.Objects;

/// A further process for a running task.
///
/// @param id the container
/// @param execId unique within the container
/// @param process the `process` object of the OCI runtime specification, UTF-8 JSON; not to be changed afterwards
/// @param stdio where its standard streams go
public record ExecSpec(String id, String execId, byte[] process, Stdio stdio) {
    /// Refuses nulls.
    public ExecSpec {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(execId, "execId");
        Objects.requireNonNull(process, "process");
        Objects.requireNonNull(stdio, "stdio");
    }
}
