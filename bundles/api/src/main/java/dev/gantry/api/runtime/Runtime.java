package dev.gantry.api.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// Runs containers. Where a method takes `execId`, null means the container's first process.
///
/// The order is [#create], [#start], the exit event, [#delete]. Containers live on when this service, the daemon or containerd
/// goes away.
@ProviderType
public interface Runtime {
    /// Writes containerd's record and makes the task: when it returns, the process exists and waits for [#start], the OCI
    /// hooks have run, and its namespaces can be entered through `/proc/<pid>/ns`. A stopped task and a record left over under
    /// the same id are replaced. On failure nothing is left behind.
    ///
    /// The fifos of [TaskSpec#stdio] must have been made before; their reading ends need not be open yet.
    ///
    /// @return the process id, as seen by the host
    /// @throws dev.gantry.api.error.EngineException CONFLICT when the id has a live task; SYSTEM with the OCI runtime's own
    ///     words, such as `executable file not found in $PATH`, when it refuses
    TaskHandle create(TaskSpec spec);

    /// Lets the created process run.
    ///
    /// @throws dev.gantry.api.error.EngineException as [#create]; the task is then stopped and still has to be deleted
    void start(String id);

    /// Adds a process to a running task and starts it.
    ///
    /// @return its process id, as seen by the host
    /// @throws dev.gantry.api.error.EngineException NOT_FOUND without a task; CONFLICT when the exec id is taken or the task
    ///     does not run; SYSTEM in the OCI runtime's own words when it cannot be started, and then nothing is left of it
    int exec(ExecSpec spec);

    /// Sends a signal.
    ///
    /// @param signal the kernel's number
    /// @param all to every process of the container; only for the first process
    /// @throws dev.gantry.api.error.EngineException NOT_FOUND when there is no such process or it has exited
    void kill(String id, @Nullable String execId, int signal, boolean all);

    /// Removes a stopped (or never started) task and containerd's record of the container.
    ///
    /// @return how the first process ended; empty when there was no task any more
    /// @throws dev.gantry.api.error.EngineException CONFLICT while it runs
    Optional<ProcessExit> delete(String id);

    /// Forgets an exec that has exited. Does nothing when it is gone already.
    void deleteExec(String id, String execId);

    /// Kills what still runs, then removes task and record, whatever their state: the way back after a failure. Does nothing
    /// when there is none. Waits at most 10 s for the end of the process.
    void discard(String id);

    /// Freezes all processes. CONFLICT when not running.
    void pause(String id);

    /// Thaws them. CONFLICT when not paused.
    void resume(String id);

    /// Sets the size of a process' terminal, in characters.
    void resize(String id, @Nullable String execId, int width, int height);

    /// Tells the shim to close its writing side of the standard input fifo, so that the process reads the end of file once
    /// every other writer has closed, too.
    void closeStdin(String id, @Nullable String execId);

    /// Process ids, as seen by the host, of everything in the container.
    List<Integer> pids(String id);

    /// What the container has used so far.
    TaskMetrics metrics(String id);

    /// Changes limits while it runs.
    ///
    /// @param resources the `linux.resources` object of the OCI runtime specification, as JSON
    /// @param annotations for the OCI runtime; mostly empty
    void update(String id, byte[] resources, Map<String, String> annotations);

    /// The present state of a process; empty when containerd does not know it.
    Optional<TaskState> state(String id, @Nullable String execId);

    /// The present state of the first processes of all containers that have a task.
    List<TaskState> list();

    /// Ids of all containers that containerd has a record of, with or without a task.
    List<String> records();

    /// Where containerd keeps the running container's files (`config.json`, `rootfs`). It exists while there is a task.
    Path bundle(String id);

    /// Follows what happens to tasks. Returns at once; the first callback is [RuntimeEventListener#connected], as soon as
    /// containerd is there. Close the subscription when done; it also ends, silently, when this provider departs: subscribe
    /// anew at its successor.
    Subscription subscribe(RuntimeEventListener listener);
}
