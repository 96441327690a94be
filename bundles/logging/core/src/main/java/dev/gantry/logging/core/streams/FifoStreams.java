package dev.gantry.logging.core.streams;

import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.linux.Descriptors;
import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.linux.ReadinessLoop;
import dev.gantry.api.logging.Attachment;
import dev.gantry.api.logging.ContainerStreams;
import dev.gantry.api.logging.StreamRequest;
import dev.gantry.api.logging.Streams;
import dev.gantry.logging.core.OpenLogs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// Standard streams of containers and execs, over fifos in `<exec-root>/containers/<id>/`.
@Component(configurationPid = "dev.gantry.logging", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class FifoStreams implements ContainerStreams {
    private final OpenLogs logs;
    private final Kernel kernel;
    private final Path root;
    private final ConcurrentHashMap<String, ProcessStreams> streams = new ConcurrentHashMap<>();
    private final Handover handover;
    private final ParkedEnds parked;
    private final Set<String> expected;
    private final Duration returnLimit;
    private volatile boolean expectsNobody;

    /// Where the fifos are.
    public @interface Config {
        /// The directory for what does not outlive a boot of the machine.
        String exec$_$root() default "/var/run/docker";
    }

    /// @param logs of the running containers
    @Activate
    public FifoStreams(
            @Reference OpenLogs logs,
            @Reference Descriptors descriptors,
            @Reference FileNodes nodes,
            @Reference ReadinessLoop loop,
            Config config) {
        this(
                logs,
                new Kernel(descriptors, nodes, loop, Executors.newVirtualThreadPerTaskExecutor(), new Scratch.Pool()),
                Path.of(config.exec$_$root()),
                ServiceSlot.WAIT_LIMIT);
    }

    /// @param returnLimit how long output waits for clients of a predecessor
    FifoStreams(OpenLogs logs, Kernel kernel, Path execRoot, Duration returnLimit) {
        this.logs = logs;
        this.kernel = kernel;
        root = execRoot.resolve("containers");
        handover = new Handover(execRoot.resolve("attached"), "attached clients may miss output");
        parked = new ParkedEnds(
                new Handover(execRoot.resolve("open-fifos"), "the end of some output may be lost"),
                kernel.descriptors());
        expected = ConcurrentHashMap.newKeySet();
        expected.addAll(handover.take());
        this.returnLimit = returnLimit;
        CompletableFuture.delayedExecutor(returnLimit.toMillis(), TimeUnit.MILLISECONDS, kernel.executor())
                .execute(this::expectNobody);
    }

    /// Streams that are being made meanwhile are not among those that hear of it: these look themselves.
    private void expectNobody() {
        expectsNobody = true;
        expected.clear();
        streams.values().forEach(ProcessStreams::expectNobody);
        parked.releaseRemoved();
    }

    /// Stops reading after a whole line each; processes and open fifos stay.
    @Deactivate
    public void deactivate() {
        List<String> leaving = new ArrayList<>();
        streams.values().forEach(each -> leaving.addAll(each.leave()));
        leaving.addAll(expected);
        streams.clear();
        handover.give(leaving);
        parked.give();
    }

    @Override
    public Streams open(StreamRequest request) {
        ProcessStreams opened = streams.computeIfAbsent(request.key(), key -> new ProcessStreams(this, request));
        opened.ownedBy(request);
        return opened;
    }

    @Override
    public Attachment resume(Attachment.Rest rest) {
        return streams.computeIfAbsent(rest.process().key(), key -> new ProcessStreams(this, rest.process()))
                .resume(rest);
    }

    @Override
    public @Nullable Streams find(String containerId, @Nullable String execId) {
        return streams.get(execId == null ? containerId : containerId + "/" + execId);
    }

    Kernel kernel() {
        return kernel;
    }

    OpenLogs logs() {
        return logs;
    }

    /// The ends that nobody reads from until the process is adopted.
    ParkedEnds parked() {
        return parked;
    }

    Path directory(StreamRequest request) {
        return root.resolve(request.containerId());
    }

    /// The clients that a predecessor had to leave and that have not come yet.
    Set<String> expected() {
        return expected;
    }

    /// Whether the time for them to come is over.
    boolean expectsNobody() {
        return expectsNobody;
    }

    /// How long that time is.
    Duration returnLimit() {
        return returnLimit;
    }

    void forget(ProcessStreams gone) {
        streams.remove(gone.request().key(), gone);
    }
}
