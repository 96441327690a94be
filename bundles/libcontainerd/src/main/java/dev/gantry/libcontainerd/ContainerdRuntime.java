package dev.gantry.libcontainerd;

import com.google.protobuf.Any;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.runtime.ExecSpec;
import dev.gantry.api.runtime.ProcessExit;
import dev.gantry.api.runtime.Runtime;
import dev.gantry.api.runtime.RuntimeEventListener;
import dev.gantry.api.runtime.Subscription;
import dev.gantry.api.runtime.TaskHandle;
import dev.gantry.api.runtime.TaskMetrics;
import dev.gantry.api.runtime.TaskSpec;
import dev.gantry.api.runtime.TaskState;
import dev.gantry.proto.containerd.task.ProcessInfo;
import dev.gantry.proto.containerd.tasks.CloseIORequest;
import dev.gantry.proto.containerd.tasks.GetRequest;
import dev.gantry.proto.containerd.tasks.KillRequest;
import dev.gantry.proto.containerd.tasks.ListPidsRequest;
import dev.gantry.proto.containerd.tasks.ListTasksRequest;
import dev.gantry.proto.containerd.tasks.MetricsRequest;
import dev.gantry.proto.containerd.tasks.MetricsResponse;
import dev.gantry.proto.containerd.tasks.PauseTaskRequest;
import dev.gantry.proto.containerd.tasks.ResizePtyRequest;
import dev.gantry.proto.containerd.tasks.ResumeTaskRequest;
import dev.gantry.proto.containerd.tasks.StartRequest;
import dev.gantry.proto.containerd.tasks.TasksGrpc.TasksBlockingStub;
import dev.gantry.proto.containerd.tasks.UpdateTaskRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// Tasks on containerd's tasks service.
@Component
public final class ContainerdRuntime implements Runtime {
    private final Containerd containerd;
    private final Records records;
    private final TaskLife life;
    private final KnownExecs execs = new KnownExecs();
    private final EventStream events;

    /// Called by Declarative Services.
    @Activate
    public ContainerdRuntime(@Reference Containerd containerd) {
        this.containerd = containerd;
        this.records = new Records(containerd);
        this.life = new TaskLife(containerd, records);
        this.events = new EventStream(containerd, this, execs);
    }

    @Deactivate
    void stop() {
        events.close();
    }

    @Override
    public TaskHandle create(TaskSpec spec) {
        return life.create(spec);
    }

    @Override
    public void start(String id) {
        call(tasks -> tasks.start(StartRequest.newBuilder().setContainerId(id).build()));
    }

    @Override
    public int exec(ExecSpec spec) {
        execs.add(spec.id(), spec.execId());
        try {
            return life.exec(spec);
        } catch (EngineException e) {
            execs.remove(spec.id(), spec.execId());
            throw e;
        }
    }

    @Override
    public void kill(String id, @Nullable String execId, int signal, boolean all) {
        KillRequest request = KillRequest.newBuilder()
                .setContainerId(id)
                .setExecId(orEmpty(execId))
                .setSignal(signal)
                .setAll(all)
                .build();
        try {
            call(tasks -> tasks.kill(request));
        } catch (EngineException e) {
            throw alreadyFinished(e) ? EngineException.notFound(e.getMessage(), e) : e;
        }
    }

    /// runc's words for a process that is gone; the shim passes some of them on without a class.
    private static boolean alreadyFinished(EngineException e) {
        String words = String.valueOf(e.getMessage());
        return words.contains("process already finished")
                || words.contains("no such process")
                || words.contains("container not running");
    }

    @Override
    public Optional<ProcessExit> delete(String id) {
        execs.removeAll(id);
        return life.delete(id);
    }

    @Override
    public void deleteExec(String id, String execId) {
        execs.remove(id, execId);
        life.deleteExec(id, execId);
    }

    @Override
    public void discard(String id) {
        execs.removeAll(id);
        life.discard(id);
    }

    @Override
    public void pause(String id) {
        call(tasks ->
                tasks.pause(PauseTaskRequest.newBuilder().setContainerId(id).build()));
    }

    @Override
    public void resume(String id) {
        call(tasks ->
                tasks.resume(ResumeTaskRequest.newBuilder().setContainerId(id).build()));
    }

    @Override
    public void resize(String id, @Nullable String execId, int width, int height) {
        ResizePtyRequest request = ResizePtyRequest.newBuilder()
                .setContainerId(id)
                .setExecId(orEmpty(execId))
                .setWidth(width)
                .setHeight(height)
                .build();
        call(tasks -> tasks.resizePty(request));
    }

    @Override
    public void closeStdin(String id, @Nullable String execId) {
        CloseIORequest request = CloseIORequest.newBuilder()
                .setContainerId(id)
                .setExecId(orEmpty(execId))
                .setStdin(true)
                .build();
        call(tasks -> tasks.closeIO(request));
    }

    @Override
    public List<Integer> pids(String id) {
        ListPidsRequest request =
                ListPidsRequest.newBuilder().setContainerId(id).build();
        return ask(tasks -> tasks.listPids(request)).getProcessesList().stream()
                .map(ProcessInfo::getPid)
                .toList();
    }

    @Override
    public TaskMetrics metrics(String id) {
        MetricsRequest request =
                MetricsRequest.newBuilder().addFilters("id==" + id).build();
        MetricsResponse response = ask(tasks -> tasks.metrics(request));
        if (response.getMetricsCount() == 0) {
            throw EngineException.notFound("no running task found: task " + id + " not found");
        }
        return MetricsReading.of(response.getMetrics(0));
    }

    @Override
    public void update(String id, byte[] resources, Map<String, String> annotations) {
        Any typed = TypedJson.resources(resources);
        UpdateTaskRequest request = UpdateTaskRequest.newBuilder()
                .setContainerId(id)
                .setResources(typed)
                .putAllAnnotations(annotations)
                .build();
        call(tasks -> tasks.update(request));
    }

    @Override
    public Optional<TaskState> state(String id, @Nullable String execId) {
        GetRequest request = GetRequest.newBuilder()
                .setContainerId(id)
                .setExecId(orEmpty(execId))
                .build();
        try {
            return Optional.of(States.of(id, ask(tasks -> tasks.get(request)).getProcess()));
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public List<TaskState> list() {
        return ask(tasks -> tasks.list(ListTasksRequest.getDefaultInstance())).getTasksList().stream()
                .map(States::ofTask)
                .toList();
    }

    @Override
    public List<String> records() {
        return records.ids();
    }

    @Override
    public Path bundle(String id) {
        return life.stateDirectory()
                .resolve("io.containerd.runtime.v2.task")
                .resolve(containerd.settings().namespace())
                .resolve(id);
    }

    @Override
    public Subscription subscribe(RuntimeEventListener listener) {
        return events.subscribe(listener);
    }

    private <R> R call(Function<TasksBlockingStub, R> rpc) {
        return containerd.call(channel -> rpc.apply(TaskLife.tasks(channel)));
    }

    private <R> R ask(Function<TasksBlockingStub, R> rpc) {
        return containerd.ask(channel -> rpc.apply(TaskLife.tasks(channel)));
    }

    private static String orEmpty(@Nullable String execId) {
        return execId == null ? "" : execId;
    }
}
