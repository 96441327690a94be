package dev.gantry.api.container;

import org.jspecify.annotations.Nullable;

/// How a container is to be stopped.
///
/// @param signal name or number; null or empty = the container's own, else SIGTERM
/// @param timeoutSeconds until SIGKILL; negative = never; null = the container's own, else 10
public record StopRequest(@Nullable String signal, @Nullable Integer timeoutSeconds) {
    /// By the container's own signal and timeout.
    public static final StopRequest OWN = new StopRequest(null, null);
}
