package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.logging.StdioPaths;
import dev.gantry.api.network.Sandbox;
import dev.gantry.api.network.SandboxRequest;
import dev.gantry.api.oci.SpecRequest;
import dev.gantry.api.runtime.ContainerRecord;
import dev.gantry.api.runtime.Stdio;
import dev.gantry.api.runtime.TaskHandle;
import dev.gantry.api.runtime.TaskSpec;
import dev.gantry.api.types.Health;
import dev.gantry.api.types.Healthcheck;
import dev.gantry.api.types.NetworkSettings;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Starts containers. Root file system, network namespace, output and volumes are made side by side; then the task is made while
/// its network is connected; then its process is let go.
@SuppressWarnings("NullAway") // A generated builder takes null wherever its record does, but does not say so.
final class StartContainer {
    private final Machinery engine;
    private final RootMounts roots;
    private final ContainerVolumes volumes;
    private final SpecMounts mounts;
    private final Undoing undoing;
    private final Links links;

    StartContainer(Machinery engine, RootMounts roots, ContainerVolumes volumes, SpecMounts mounts, Undoing undoing) {
        this.engine = engine;
        this.roots = roots;
        this.volumes = volumes;
        this.mounts = mounts;
        this.undoing = undoing;
        this.links = new Links(engine.table());
    }

    /// Everything that was made for a task.
    private record Prepared(ContainerFacts facts, Path root, Sandbox sandbox, StdioPaths stdio) {}

    /// Starts it; the caller holds its lock and has looked at its state.
    ///
    /// @throws EngineException in Docker's words; the failure stands in the container's state then
    void start(Container container) {
        container.awaitClearing();
        ContainerFacts before = container.facts();
        try {
            ContainerFacts running =
                    engine.services().timing.container("start", () -> attempt(confined(Donors.named(engine, before))));
            container.become(running);
            engine.say(running, "start");
        } catch (StartRefused e) {
            throw failed(container, e.failure);
        } catch (RuntimeException e) {
            throw failed(container, StartFailure.of(Work.failure(e)));
        }
    }

    /// The machine may have come to have AppArmor since the container was made, or not have it any more.
    private ContainerFacts confined(ContainerFacts facts) {
        return facts.withAppArmor(engine.kernel().specs().appArmorProfile(facts.host()));
    }

    private ContainerFacts attempt(ContainerFacts before) {
        Prepared prepared = prepare(before);
        ContainerFacts facts = prepared.facts();
        String id = facts.id();
        TaskSpec task = task(prepared);
        Future<NetworkSettings> network =
                engine.work().fork(() -> engine.services().timing.network("allocate", () -> join(id)));
        TaskHandle handle;
        try {
            handle = engine.services().runtime.call(runtime -> runtime.create(task));
        } catch (EngineException e) {
            // A network that failed may be why the task did.
            Work.join(network);
            throw refused(e);
        }
        NetworkSettings joined = Work.join(network);
        links.tell(engine, facts, joined);
        ContainerFacts running = running(facts, handle.pid(), Instant.now(), joined);
        // A daemon that dies while the process is let go must find the record of its run.
        Future<?> saved = engine.work().fork(() -> {
            engine.store().save(running, false);
            return id;
        });
        try {
            engine.services().runtime.run(runtime -> runtime.start(id));
        } catch (EngineException e) {
            throw refused(e);
        } finally {
            Work.join(saved);
        }
        processStarted(running);
        return running;
    }

    /// The container as it is once its process runs.
    static ContainerFacts running(ContainerFacts facts, int pid, Instant since, @Nullable NetworkSettings network) {
        return facts.with(b -> b.network(network)
                .state(new RunState.Running(pid, since, false))
                .health(health(facts.config().Healthcheck()))
                .startedBefore(true)
                .manuallyStopped(false));
    }

    private static RuntimeException refused(EngineException e) {
        return e.kind() == ErrorKind.UNAVAILABLE ? e : new StartRefused(StartFailure.ofRuntime(e));
    }

    private Prepared prepare(ContainerFacts before) {
        Future<Path> root = engine.work().fork(() -> roots.mount(before));
        Future<Sandbox> sandbox = engine.work().fork(() -> sandbox(before));
        Future<StdioPaths> stdio = engine.work().fork(() -> streams(before));
        EngineException failure = null;
        ContainerFacts facts = before;
        try {
            mounts.mountSharedMemory(before);
            facts = volumes.mounted(before);
            volumes.parts().mount(facts);
        } catch (EngineException e) {
            failure = e;
        }
        for (Future<?> part : List.of(root, sandbox, stdio)) {
            try {
                Work.join(part);
            } catch (EngineException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return new Prepared(facts, Work.join(root), Work.join(sandbox), Work.join(stdio));
    }

    private Sandbox sandbox(ContainerFacts facts) {
        SandboxRequest request = Donors.sandbox(engine, links.withHosts(facts));
        return engine.services().sandboxes.call(sandboxes -> sandboxes.create(request));
    }

    private NetworkSettings join(String id) {
        return engine.services().sandboxes.call(sandboxes -> sandboxes.join(id));
    }

    private StdioPaths streams(ContainerFacts facts) throws IOException {
        return Logging.streams(engine, facts, streams -> streams.start(Logging.target(engine, facts)));
    }

    /// Their provider may have left since the start; nobody else adopts what was not running yet.
    private void processStarted(ContainerFacts facts) {
        try {
            Logging.streams(engine, facts, streams -> {
                Logging.adopted(engine, facts, streams).processStarted();
                return true;
            });
        } catch (IOException e) {
            throw Work.failure(e);
        }
    }

    private TaskSpec task(Prepared prepared) {
        ContainerFacts facts = prepared.facts();
        SpecRequest request = new SpecRequest(
                facts.id(),
                links.withEnvironment(facts),
                facts.host(),
                prepared.root(),
                mounts.of(facts),
                Donors.namespaces(engine, facts.host(), prepared.sandbox().namespace()),
                prepared.sandbox().sysctls(),
                facts.appArmor());
        StdioPaths paths = prepared.stdio();
        return new TaskSpec(
                facts.id(),
                engine.kernel().specs().container(request),
                List.of(),
                new Stdio(facts.config().Tty(), paths.stdin(), paths.stdout(), paths.stderr()),
                engine.kernel().specs().shim(facts.host()),
                new ContainerRecord(facts.config().Image(), facts.driver(), facts.id(), facts.labels()));
    }

    private static @Nullable Health health(@Nullable Healthcheck check) {
        List<String> test = check == null ? List.of() : Absent.list(check.Test());
        boolean probed = !test.isEmpty() && !test.getFirst().equals("NONE");
        return probed ? new Health("starting", 0, List.of()) : null;
    }

    private EngineException failed(Container container, StartFailure failure) {
        ContainerFacts facts = container.facts();
        undoing.startFailed(facts);
        String message = failure.error().getMessage();
        RunState.End end = facts.state().end();
        RunState state = end == null
                ? new RunState.Created(message, failure.exitCode())
                : new RunState.Exited(new RunState.End(
                        end.startedAt(), end.finishedAt(), failure.exitCode(), end.outOfMemory(), message));
        ContainerFacts next = facts.withState(state);
        container.become(next);
        if (!next.state().isLeaving()) {
            engine.store().save(next, false);
        }
        return failure.error();
    }

    /// A failure whose exit code is known.
    private static final class StartRefused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient StartFailure failure;

        StartRefused(StartFailure failure) {
            super(failure.error());
            this.failure = failure;
        }
    }
}
