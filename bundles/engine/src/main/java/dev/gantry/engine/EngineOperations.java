package dev.gantry.engine;

import dev.gantry.api.container.CommitContainerRequest;
import dev.gantry.api.container.ContainerCounts;
import dev.gantry.api.container.Containers;
import dev.gantry.api.container.CreateRequest;
import dev.gantry.api.container.ListRequest;
import dev.gantry.api.container.MountedRoot;
import dev.gantry.api.container.RemoveRequest;
import dev.gantry.api.container.RunningContainer;
import dev.gantry.api.container.StopRequest;
import dev.gantry.api.container.WaitCondition;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.ImageUsers.ImageUse;
import dev.gantry.api.logging.AttachRequest;
import dev.gantry.api.logging.Attachment;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogStream;
import dev.gantry.api.runtime.Runtime;
import dev.gantry.api.runtime.Subscription;
import dev.gantry.api.types.ContainerCreateResponse;
import dev.gantry.api.types.ContainerInspect;
import dev.gantry.api.types.ContainerSummary;
import dev.gantry.api.types.ContainerUpdateRequest;
import dev.gantry.api.types.ContainerUpdateResponse;
import dev.gantry.api.types.ContainerWaitResponse;
import dev.gantry.api.types.ContainersPruneReport;
import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.ExecCreateRequest;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.Health;
import dev.gantry.engine.record.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// All containers, put together from their parts. Every call first waits until the containers of the last run are here.
abstract class EngineOperations implements Containers, AutoCloseable {
    private static final Duration RESTORE_LIMIT = Duration.ofSeconds(60);

    private final Machinery engine;
    private final Restoration restoration;
    private final CreateContainer creating;
    private final Lifecycle lifecycle;
    private final StopContainer stopping;
    private final Adjustments adjustments;
    private final Endings endings;
    private final Inspection inspection;
    private final Listing listing;
    private final Access access;
    private final SharedDataRoot dataRoot;
    private final Future<?> loading;
    private @Nullable Subscription subscription;
    private volatile boolean liveRestore;

    EngineOperations(Machinery engine) {
        this.engine = engine;
        RootMounts roots = new RootMounts(engine.services(), engine.kernel(), engine.settings());
        ContainerVolumes volumes = new ContainerVolumes(engine);
        SpecMounts mounts = new SpecMounts(engine, volumes.parts());
        Undoing undoing = new Undoing(engine, roots, volumes, mounts);
        RemoveContainer removing = new RemoveContainer(engine, roots, volumes, undoing);
        StartContainer starting = new StartContainer(engine, roots, volumes, mounts, undoing);
        this.stopping = new StopContainer(engine);
        this.adjustments = new Adjustments(engine);
        this.endings = new Endings(engine, undoing, starting, removing);
        this.lifecycle = new Lifecycle(engine, starting, stopping, removing, adjustments);
        this.creating = new CreateContainer(engine, roots, volumes);
        this.inspection = new Inspection(engine, roots);
        this.listing = new Listing(engine, inspection);
        this.access = new Access(engine, roots, new ContainerRoots(engine, roots, volumes), inspection);
        this.restoration = new Restoration(
                engine,
                endings,
                adjustments,
                removing,
                new Resumption(engine, endings, removing, starting),
                new Leftovers(engine, undoing, volumes, removing));
        if (!engine.settings().freshDaemon()) {
            engine.table().departed().load(engine.settings().departed());
        }
        this.dataRoot = new SharedDataRoot(engine.settings(), engine.kernel());
        this.loading = engine.work().background("loading containers", "all", () -> {
            if (engine.settings().freshDaemon()) {
                dataRoot.prepare();
            }
            restoration.load();
        });
    }

    Services services() {
        return engine.services();
    }

    List<ImageUse> uses() {
        return Access.imageUses(engine.table());
    }

    /// containerd is here: listen to it and compare.
    void runtimeArrived(Runtime runtime) {
        engine.work().background("subscribing", "all", () -> {
            Work.join(loading);
            Subscription made = runtime.subscribe(restoration);
            synchronized (this) {
                subscription = made;
            }
        });
    }

    void runtimeLeft() {
        Subscription gone;
        synchronized (this) {
            gone = subscription;
            subscription = null;
        }
        if (gone != null) {
            gone.close();
        }
    }

    /// A new provider of container output is here; it reads on where the old one stopped.
    void streamsArrived() {
        if (restoration.restored().isDone()) {
            engine.work()
                    .background(
                            "reading output on",
                            "all",
                            () -> engine.table().all().forEach(restoration::adopt));
        }
    }

    /// Leaves all containers as they are.
    @Override
    public void close() {
        engine.services().close();
        runtimeLeft();
        engine.table().all().forEach(container -> container.restarts().cancel());
        // Ends that are being dealt with are told here: the successor knows nothing of a container that is gone.
        restoration.close();
        engine.work().close();
        engine.table()
                .departed()
                .save(engine.settings().departed(), engine.kernel().files());
        engine.table().all().forEach(Container::abandon);
    }

    /// The daemon ends after [#close]. Containers that run on stand on what is mounted.
    void leaveDataRoot() {
        CompletableFuture<Boolean> restored = restoration.restored();
        boolean known = restored.isDone() && !restored.isCompletedExceptionally();
        boolean free = known ? restoration.nothingRuns() : dataRoot.isFresh();
        if (free) {
            dataRoot.release();
        }
    }

    private Container find(String nameOrId) {
        awaitRestored(RESTORE_LIMIT);
        return engine.table().find(nameOrId);
    }

    @Override
    public void awaitRestored(Duration limit) {
        CompletableFuture<Boolean> restored = restoration.restored();
        if (restored.isDone() && !restored.isCompletedExceptionally()) {
            return;
        }
        try {
            restored.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw EngineException.unavailable("containers are still being loaded", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.unavailable("cancelled while containers are being loaded");
        } catch (ExecutionException e) {
            throw Work.failure(e.getCause());
        }
    }

    /// @param wanted whether containers outlive a graceful stop of the daemon
    void liveRestore(boolean wanted) {
        liveRestore = wanted;
    }

    @Override
    public Duration shutdownNeed() {
        return access.shutdownNeed();
    }

    @Override
    public int shutdown(@Nullable Duration limit) {
        endings.stopRestarts();
        List<Container> running =
                engine.table().all().stream().filter(c -> c.state().isAlive()).toList();
        if (liveRestore) {
            return running.size();
        }
        List<Future<?>> stops = new ArrayList<>();
        for (Container container : running) {
            stops.add(engine.work()
                    .background("stopping", container.id(), () -> stopping.stop(container, StopRequest.OWN, false)));
        }
        long end = limit == null ? Long.MAX_VALUE : System.nanoTime() + limit.toNanos();
        for (Future<?> stop : stops) {
            try {
                stop.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException e) {
                continue;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return (int) running.stream().filter(c -> c.state().isAlive()).count();
    }

    @Override
    public ContainerCreateResponse create(CreateRequest request) {
        awaitRestored(RESTORE_LIMIT);
        return services().timing.container("create", () -> creating.create(request));
    }

    @Override
    public void start(String container) {
        lifecycle.start(find(container));
    }

    @Override
    public void stop(String container, StopRequest request) {
        stopping.stop(find(container), request, true);
    }

    @Override
    public void restart(String container, StopRequest request) {
        lifecycle.restart(find(container), request);
    }

    @Override
    public void kill(String container, String signal) {
        try {
            int number = signal.isEmpty() ? Signals.KILL : Signals.number(signal);
            stopping.signal(find(container), number);
        } catch (EngineException e) {
            throw e.prefixed("cannot kill container: " + container);
        }
    }

    @Override
    public void pause(String container) {
        adjustments.pause(find(container));
    }

    @Override
    public void unpause(String container) {
        adjustments.unpause(find(container));
    }

    @Override
    public void rename(String container, String name) {
        adjustments.rename(find(container), name);
    }

    @Override
    public ContainerUpdateResponse update(String container, ContainerUpdateRequest request) {
        return adjustments.update(find(container), request);
    }

    @Override
    public void remove(String container, RemoveRequest request) {
        Container found = find(container);
        if (request.link()) {
            new Links(engine.table()).remove(engine, container);
        } else {
            services().timing.container("delete", () -> lifecycle.remove(found, request));
        }
    }

    @Override
    public ContainersPruneReport prune(Filters filters) {
        awaitRestored(RESTORE_LIMIT);
        return lifecycle.prune(filters);
    }

    @Override
    public void resize(String container, int height, int width) {
        access.resize(find(container), height, width);
    }

    @Override
    public String commit(CommitContainerRequest request) {
        return services().timing.container("commit", () -> lifecycle.commit(find(request.container()), request));
    }

    @Override
    public void connect(String container, String network, @Nullable EndpointSettings wanted) {
        adjustments.connect(find(container), network, wanted);
    }

    @Override
    public void disconnect(String container, String network, boolean force) {
        adjustments.disconnect(find(container), network, force);
    }

    @Override
    public List<ContainerSummary> list(ListRequest request) {
        awaitRestored(RESTORE_LIMIT);
        return listing.of(request);
    }

    @Override
    public ContainerInspect inspect(String container, boolean size) {
        return inspection.of(find(container).facts(), size);
    }

    @Override
    public long version() {
        return engine.table().version();
    }

    @Override
    public CompletableFuture<ContainerWaitResponse> wait(
            String container, WaitCondition condition, @Nullable Instant since) {
        awaitRestored(RESTORE_LIMIT);
        ContainerWaitResponse missed =
                since == null ? null : engine.table().departed().answer(container, since);
        return missed == null ? find(container).await(condition, since) : CompletableFuture.completedFuture(missed);
    }

    @Override
    public ContainerCounts counts() {
        awaitRestored(RESTORE_LIMIT);
        int running = 0;
        int paused = 0;
        int stopped = 0;
        for (Container container : engine.table().all()) {
            switch (container.state()) {
                case RunState.Running _ -> running++;
                case RunState.Paused _ -> paused++;
                default -> stopped++;
            }
        }
        return new ContainerCounts(running, paused, stopped);
    }

    @Override
    public RunningContainer lookup(String container) {
        return access.lookup(find(container));
    }

    @Override
    public List<String> running() {
        awaitRestored(RESTORE_LIMIT);
        return engine.table().all().stream()
                .filter(c -> c.state().isAlive())
                .map(Container::id)
                .toList();
    }

    @Override
    public byte[] execProcess(String container, ExecCreateRequest request) {
        return access.execProcess(find(container), request);
    }

    @Override
    public void reportHealth(String id, @Nullable Health health) {
        adjustments.health(find(id), health);
    }

    @Override
    public MountedRoot openRoot(String container, boolean volumes) {
        return access.openRoot(find(container), volumes);
    }

    @Override
    public Attachment attach(String container, AttachRequest request) {
        return access.attach(find(container), request);
    }

    @Override
    public LogStream logs(String container, LogQuery query) {
        return access.logs(find(container), query);
    }

    @Override
    public void announce(String container, String action, Map<String, String> attributes) {
        engine.say(find(container).facts(), action, attributes);
    }
}
