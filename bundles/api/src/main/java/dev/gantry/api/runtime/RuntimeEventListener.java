package dev.gantry.api.runtime;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/// Hears what happens to tasks.
///
/// Callbacks run on virtual threads and may block: events of one container come one after the other in their order, those of
/// different containers side by side. [#connected] runs alone: after everything before it, before everything after it. A
/// listener that lags far behind (4096 events) slows the stream down, nothing is dropped.
@ConsumerType
public interface RuntimeEventListener {
    /// The event stream is there: at first, and again after each loss of the connection. Nothing was heard of what happened
    /// before; compare `tasks` with what you believe: a task that is missing has ended with its exit code lost.
    ///
    /// Ends that were missed follow as [RuntimeEvent.ProcessExited], for stopped tasks and for execs that were started through
    /// the same provider. One that ended while the stream was being made may be told twice; know it by its process id.
    ///
    /// @param tasks state of all first processes, taken after the stream was there
    void connected(List<TaskState> tasks);

    /// Something happened. What it throws is logged, no more.
    void event(RuntimeEvent event);
}
