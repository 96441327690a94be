package dev.gantry.api.runtime;

/// What a process does.
public enum TaskStatus {
    /// Made, not started.
    CREATED,
    /// Runs.
    RUNNING,
    /// Is about to be frozen.
    PAUSING,
    /// Is frozen.
    PAUSED,
    /// Has ended and waits to be deleted.
    STOPPED,
    /// The shim could not say.
    UNKNOWN
}
