package dev.gantry.engine;

import dev.gantry.api.event.EventOutlet;
import dev.gantry.api.exec.Execs;
import dev.gantry.api.image.Images;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.logging.ContainerLogs;
import dev.gantry.api.logging.ContainerStreams;
import dev.gantry.api.metrics.Measurements;
import dev.gantry.api.network.Sandboxes;
import dev.gantry.api.runtime.Runtime;
import dev.gantry.api.volume.Volumes;
import java.util.List;

/// The services that the engine works with; each may be swapped while containers run.
final class Services {
    final ServiceSlot<Runtime> runtime = new ServiceSlot<>("the container runtime");
    final ServiceSlot<Images> images = new ServiceSlot<>("the image store");
    final ServiceSlot<Sandboxes> sandboxes = new ServiceSlot<>("the network");
    final ServiceSlot<Volumes> volumes = new ServiceSlot<>("the volume store");
    final ServiceSlot<ContainerStreams> streams = new ServiceSlot<>("container output");
    final ServiceSlot<ContainerLogs> logs = new ServiceSlot<>("container logs");
    final EventOutlet events = new EventOutlet();
    final ServiceSlot<Execs> execs = new ServiceSlot<>("execs");
    final ServiceSlot<Measurements> measurements = new ServiceSlot<>("measurements");
    final Timing timing = new Timing(measurements);

    private volatile boolean closed;

    boolean isClosed() {
        return closed;
    }

    /// The engine leaves, and waits for none of them any more.
    void close() {
        closed = true;
        List.of(runtime, images, sandboxes, volumes, streams, logs, execs, measurements)
                .forEach(ServiceSlot::close);
    }
}
