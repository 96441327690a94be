package dev.gantry.api.runtime;

/// A task that was made.
///
/// @param id the container
/// @param pid its first process, as seen by the host
public record TaskHandle(String id, int pid) {}
