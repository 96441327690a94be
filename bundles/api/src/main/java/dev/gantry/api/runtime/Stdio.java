package dev.gantry.api.runtime;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The fifos of a process' standard streams, made by the caller; null for `/dev/null`.
///
/// @param terminal whether the process gets a terminal; its output is then all on `stdout`, and `stderr` is null
/// @param stdin read by the shim
/// @param stdout written by the shim
/// @param stderr written by the shim
public record Stdio(
        boolean terminal,
        @Nullable Path stdin,
        @Nullable Path stdout,
        @Nullable Path stderr) {
    /// No streams at all.
    public static final Stdio NONE = new Stdio(false, null, null, null);
}
