package dev.gantry.libcontainerd;

import dev.gantry.api.runtime.ProcessExit;
import dev.gantry.api.runtime.Stdio;
import dev.gantry.api.runtime.TaskState;
import dev.gantry.api.runtime.TaskStatus;
import dev.gantry.proto.containerd.task.Process;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// containerd's processes as states.
final class States {
    private States() {}

    /// A list's entry: always a first process. containerd puts the container's id into `id` there.
    static TaskState ofTask(Process process) {
        return of(process.getContainerId().isEmpty() ? process.getId() : process.getContainerId(), process);
    }

    /// A process of the container `id`.
    static TaskState of(String id, Process process) {
        TaskStatus status = status(process);
        String name = process.getId();
        return new TaskState(
                id,
                name.isEmpty() || name.equals(id) ? null : name,
                process.getPid(),
                status,
                new Stdio(
                        process.getTerminal(),
                        path(process.getStdin()),
                        path(process.getStdout()),
                        path(process.getStderr())),
                status == TaskStatus.STOPPED
                        ? new ProcessExit(
                                process.getPid(), process.getExitStatus(), Stamps.instant(process.getExitedAt()))
                        : null);
    }

    private static TaskStatus status(Process process) {
        return switch (process.getStatus()) {
            case CREATED -> TaskStatus.CREATED;
            case RUNNING -> TaskStatus.RUNNING;
            case STOPPED -> TaskStatus.STOPPED;
            case PAUSED -> TaskStatus.PAUSED;
            case PAUSING -> TaskStatus.PAUSING;
            case UNKNOWN, UNRECOGNIZED -> TaskStatus.UNKNOWN;
        };
    }

    private static @Nullable Path path(String text) {
        return text.isEmpty() ? null : Path.of(text);
    }
}
