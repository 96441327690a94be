package dev.gantry.stats;

import dev.gantry.api.container.Containers;
import dev.gantry.api.container.RunningContainer;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.runtime.Runtime;
import dev.gantry.api.runtime.TaskMetrics;
import dev.gantry.api.types.NetworkStats;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes samples.
final class Sampler {
    private final ServiceSlot<Containers> containers;
    private final ServiceSlot<Runtime> runtime;
    private final HostFigures host;

    Sampler(ServiceSlot<Containers> containers, ServiceSlot<Runtime> runtime, HostFigures host) {
        this.containers = containers;
        this.runtime = runtime;
        this.host = host;
    }

    /// @throws EngineException NOT_FOUND
    RunningContainer container(String name) {
        return containers.call(c -> c.lookup(name));
    }

    /// @return null when it does not run
    @Nullable Sample sample(RunningContainer container) {
        if (!container.isRunning()) {
            return null;
        }
        try {
            TaskMetrics metrics = runtime.call(r -> r.metrics(container.id()));
            return new Sample(container, metrics, host.cpu(), host.memory(), networks(container));
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.NOT_FOUND) {
                return null;
            }
            throw e;
        } catch (IOException e) {
            throw EngineException.system("cannot read the figures of the machine: " + e.getMessage(), e);
        }
    }

    private @Nullable Map<String, NetworkStats> networks(RunningContainer container) {
        if (container.hostConfig().NetworkMode().equals("host")) {
            return null;
        }
        try {
            return host.interfaces(container.pid());
        } catch (IOException e) {
            return null;
        }
    }
}
