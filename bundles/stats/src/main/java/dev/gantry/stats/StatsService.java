package dev.gantry.stats;

import dev.gantry.api.container.Containers;
import dev.gantry.api.container.RunningContainer;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.linux.Machine;
import dev.gantry.api.runtime.Runtime;
import dev.gantry.api.stats.ContainerStats;
import dev.gantry.api.stats.StatsReader;
import dev.gantry.api.types.ContainerTopResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/// Samples when asked; keeps nothing.
@Component
public final class StatsService implements ContainerStats {
    private static final long INTERVAL_MILLIS = 1000;

    private final ServiceSlot<Containers> containers = new ServiceSlot<>("the engine");
    private final ServiceSlot<Runtime> runtime = new ServiceSlot<>("the runtime");
    private final Set<Readings> open = ConcurrentHashMap.newKeySet();
    private final Sampler sampler;

    @Activate
    public StatsService(@Reference Machine machine) {
        this.sampler = new Sampler(containers, runtime, new HostFigures(Path.of("/proc"), machine.clockTicks()));
    }

    @Override
    public StatsReader open(String container, boolean stream, boolean oneShot) {
        if (stream && oneShot) {
            throw EngineException.invalidParameter("cannot have stream=true and one-shot=true");
        }
        String id = sampler.container(container).id();
        Readings readings = new Readings(sampler, id, stream, oneShot, INTERVAL_MILLIS, open::remove);
        open.add(readings);
        return readings;
    }

    /// Its readers go on with the successor.
    @Deactivate
    void leave() {
        open.forEach(Readings::cut);
    }

    @Override
    public ContainerTopResponse top(String container, String psArgs) {
        String args = psArgs.isBlank() ? "-ef" : psArgs;
        PsOutput.check(" " + args);
        RunningContainer target = sampler.container(container);
        if (target.isRestarting()) {
            throw EngineException.conflict(
                    "Container " + target.id() + " is restarting, wait until the container is running");
        }
        if (!target.isRunning()) {
            throw EngineException.conflict("container " + target.id() + " is not running");
        }
        List<Integer> pids = runtime.call(r -> r.pids(target.id()));
        return PsOutput.parse(Ps.run(args, pids), Set.copyOf(pids));
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindContainers(Containers service) {
        containers.bind(service);
    }

    void unbindContainers(Containers service) {
        containers.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRuntime(Runtime service) {
        runtime.bind(service);
    }

    void unbindRuntime(Runtime service) {
        runtime.unbind(service);
    }
}
