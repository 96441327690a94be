package dev.gantry.api.logging;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The fifos to hand to the runtime.
///
/// @param stdin null when the process has no standard input
/// @param stdout always there
/// @param stderr null with a terminal
public record StdioPaths(
        @Nullable Path stdin, Path stdout, @Nullable Path stderr) {}
