package dev.gantry.logging.core.streams;

import dev.gantry.api.linux.Descriptors;
import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.linux.ReadinessLoop;
import dev.gantry.api.logging.ContainerStreams;
import dev.gantry.api.logging.StreamRequest;
import dev.gantry.api.logging.Streams;
import dev.gantry.logging.core.OpenLogs;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
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
                Path.of(config.exec$_$root()));
    }

    FifoStreams(OpenLogs logs, Kernel kernel, Path execRoot) {
        this.logs = logs;
        this.kernel = kernel;
        root = execRoot.resolve("containers");
    }

    /// Stops reading after a whole line each; processes and fifos stay.
    @Deactivate
    public void deactivate() {
        streams.values().forEach(ProcessStreams::leave);
        streams.clear();
    }

    @Override
    public Streams open(StreamRequest request) {
        return streams.computeIfAbsent(request.key(), key -> new ProcessStreams(this, request));
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

    Path directory(StreamRequest request) {
        return root.resolve(request.containerId());
    }

    void forget(ProcessStreams gone) {
        streams.remove(gone.request().key(), gone);
    }
}
