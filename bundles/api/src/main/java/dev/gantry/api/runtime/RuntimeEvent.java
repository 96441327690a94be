package dev.gantry.api.runtime;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that happened to a task, whoever asked for it.
public sealed interface RuntimeEvent {
    /// The container.
    String id();

    /// A task was made.
    ///
    /// @param pid its first process, as seen by the host
    record TaskCreated(String id, int pid) implements RuntimeEvent {}

    /// The first process runs.
    ///
    /// @param pid as seen by the host
    record TaskStarted(String id, int pid) implements RuntimeEvent {}

    /// A process ended; its output may still stand in the fifos.
    ///
    /// @param execId null for the first process
    /// @param exit how it ended
    record ProcessExited(String id, @Nullable String execId, ProcessExit exit) implements RuntimeEvent {}

    /// The task was deleted.
    ///
    /// @param exit how its first process had ended
    record TaskDeleted(String id, ProcessExit exit) implements RuntimeEvent {}

    /// The kernel killed a process of the container because its memory limit was reached.
    ///
    /// @param at when it was noticed
    record OutOfMemory(String id, Instant at) implements RuntimeEvent {}

    /// An exec runs.
    ///
    /// @param pid as seen by the host
    record ExecStarted(String id, String execId, int pid) implements RuntimeEvent {}

    /// All processes are frozen.
    record Paused(String id) implements RuntimeEvent {}

    /// They run again.
    record Resumed(String id) implements RuntimeEvent {}
}
