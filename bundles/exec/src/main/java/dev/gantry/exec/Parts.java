package dev.gantry.exec;

import dev.gantry.api.container.Containers;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.logging.ContainerStreams;
import dev.gantry.api.runtime.Runtime;

/// The services that an exec needs.
record Parts(ServiceSlot<Containers> containers, ServiceSlot<Runtime> runtime, ServiceSlot<ContainerStreams> streams) {
    Parts() {
        this(new ServiceSlot<>("the engine"), new ServiceSlot<>("the runtime"), new ServiceSlot<>("container streams"));
    }
}
