package dev.gantry.libcontainerd;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.runtime.ExecSpec;
import dev.gantry.api.runtime.ProcessExit;
import dev.gantry.api.runtime.Stdio;
import dev.gantry.api.runtime.TaskHandle;
import dev.gantry.api.runtime.TaskSpec;
import dev.gantry.proto.containerd.task.Status;
import dev.gantry.proto.containerd.tasks.CreateTaskRequest;
import dev.gantry.proto.containerd.tasks.DeleteProcessRequest;
import dev.gantry.proto.containerd.tasks.DeleteResponse;
import dev.gantry.proto.containerd.tasks.DeleteTaskRequest;
import dev.gantry.proto.containerd.tasks.ExecProcessRequest;
import dev.gantry.proto.containerd.tasks.GetRequest;
import dev.gantry.proto.containerd.tasks.KillRequest;
import dev.gantry.proto.containerd.tasks.StartRequest;
import dev.gantry.proto.containerd.tasks.TasksGrpc;
import dev.gantry.proto.containerd.tasks.TasksGrpc.TasksBlockingStub;
import dev.gantry.proto.containerd.tasks.WaitRequest;
import io.grpc.Channel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How tasks and execs come into being and are cleared away.
final class TaskLife {
    private static final int SIGKILL = 9;
    private static final long CALL_LIMIT_SECONDS = 120;
    private static final long KILL_WAIT_SECONDS = 10;

    private final Containerd containerd;
    private final Records records;

    TaskLife(Containerd containerd, Records records) {
        this.containerd = containerd;
        this.records = records;
    }

    /// Two calls: containerd reads the record when it makes the task, so they cannot run side by side.
    TaskHandle create(TaskSpec spec) {
        createRecord(spec);
        try {
            return new TaskHandle(spec.id(), createTask(spec));
        } catch (EngineException e) {
            undo(spec.id(), e);
            throw e;
        }
    }

    private void createRecord(TaskSpec spec) {
        try {
            records.create(spec);
        } catch (EngineException e) {
            if (e.kind() != ErrorKind.CONFLICT) {
                throw e;
            }
            clearLeftover(spec.id());
            records.create(spec);
        }
    }

    /// What stands in the way under this id: fine to remove unless it lives.
    private void clearLeftover(String id) {
        Optional<Status> status = status(id);
        if (status.isPresent() && status.get() != Status.STOPPED && status.get() != Status.UNKNOWN) {
            throw EngineException.conflict("task " + id + " is already running");
        }
        discard(id);
    }

    private int createTask(TaskSpec spec) {
        Stdio stdio = spec.stdio();
        CreateTaskRequest request = CreateTaskRequest.newBuilder()
                .setContainerId(spec.id())
                .addAllRootfs(Mounts.toWire(spec.rootfs()))
                .setTerminal(stdio.terminal())
                .setStdin(text(stdio.stdin()))
                .setStdout(output(stdio, stdio.stdout()))
                .setStderr(output(stdio, stdio.stderr()))
                .build();
        return call(tasks -> tasks.create(request)).getPid();
    }

    private void undo(String id, EngineException cause) {
        try {
            // The answer may have been lost, not the request: there may be a task.
            discard(id);
        } catch (EngineException e) {
            cause.addSuppressed(e);
        }
    }

    int exec(ExecSpec spec) {
        Stdio stdio = spec.stdio();
        ExecProcessRequest request = ExecProcessRequest.newBuilder()
                .setContainerId(spec.id())
                .setExecId(spec.execId())
                .setSpec(TypedJson.process(spec.process()))
                .setTerminal(stdio.terminal())
                .setStdin(text(stdio.stdin()))
                .setStdout(output(stdio, stdio.stdout()))
                .setStderr(output(stdio, stdio.stderr()))
                .build();
        call(tasks -> tasks.exec(request));
        try {
            return call(tasks -> tasks.start(StartRequest.newBuilder()
                            .setContainerId(spec.id())
                            .setExecId(spec.execId())
                            .build()))
                    .getPid();
        } catch (EngineException e) {
            try {
                deleteExec(spec.id(), spec.execId());
            } catch (EngineException also) {
                e.addSuppressed(also);
            }
            throw e;
        }
    }

    /// Task first: containerd looks the record up for every call on a task.
    Optional<ProcessExit> delete(String id) {
        Optional<ProcessExit> exit = deleteTask(id);
        records.delete(id);
        return exit;
    }

    private Optional<ProcessExit> deleteTask(String id) {
        DeleteTaskRequest request =
                DeleteTaskRequest.newBuilder().setContainerId(id).build();
        try {
            return unlessNotFound(() -> exit(call(tasks -> tasks.delete(request))));
        } catch (EngineException e) {
            // The shim gives this refusal no class.
            throw String.valueOf(e.getMessage()).contains("cannot delete a")
                    ? EngineException.conflict(e.getMessage(), e)
                    : e;
        }
    }

    void deleteExec(String id, String execId) {
        DeleteProcessRequest request = DeleteProcessRequest.newBuilder()
                .setContainerId(id)
                .setExecId(execId)
                .build();
        unlessNotFound(() -> exit(call(tasks -> tasks.deleteProcess(request))));
    }

    void discard(String id) {
        if (status(id).isPresent()) {
            KillRequest kill = KillRequest.newBuilder()
                    .setContainerId(id)
                    .setSignal(SIGKILL)
                    .setAll(true)
                    .build();
            try {
                call(tasks -> tasks.kill(kill));
                awaitEnd(id);
            } catch (EngineException e) {
                // It has ended already, or cannot be killed; the deletion tells which.
            }
            deleteTask(id);
        }
        records.delete(id);
        StrayShims.end(containerd.settings().namespace(), id, containerd.address());
    }

    private void awaitEnd(String id) {
        WaitRequest request = WaitRequest.newBuilder().setContainerId(id).build();
        call(tasks ->
                tasks.withDeadlineAfter(KILL_WAIT_SECONDS, TimeUnit.SECONDS).wait(request));
    }

    private Optional<Status> status(String id) {
        GetRequest request = GetRequest.newBuilder().setContainerId(id).build();
        return unlessNotFound(
                () -> call(tasks -> tasks.get(request)).getProcess().getStatus());
    }

    /// containerd's state directory. It does not tell; it is beside the socket, or in `daemon` there as Docker and we have it.
    Path stateDirectory() {
        Path directory = containerd.address().toAbsolutePath().resolveSibling("");
        Path daemon = directory.resolve("daemon");
        return Files.isDirectory(daemon) ? daemon : directory;
    }

    private static ProcessExit exit(DeleteResponse response) {
        return new ProcessExit(response.getPid(), response.getExitStatus(), Stamps.instant(response.getExitedAt()));
    }

    private static <R> Optional<R> unlessNotFound(Supplier<R> rpc) {
        try {
            return Optional.of(rpc.get());
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// A shim that hangs must not hold its caller for ever.
    static TasksBlockingStub tasks(Channel channel) {
        return TasksGrpc.newBlockingStub(channel).withDeadlineAfter(CALL_LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private <R> R call(Function<TasksBlockingStub, R> rpc) {
        return containerd.call(channel -> rpc.apply(tasks(channel)));
    }

    /// The shim takes no output at all, or both.
    private static String output(Stdio stdio, @Nullable Path path) {
        boolean other = stdio.stdout() != null || stdio.stderr() != null;
        return path == null && other && !stdio.terminal() ? "/dev/null" : text(path);
    }

    private static String text(@Nullable Path path) {
        return path == null ? "" : path.toString();
    }
}
