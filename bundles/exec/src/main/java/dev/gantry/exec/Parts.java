package dev.gantry.exec;

import dev.gantry.api.container.Containers;
import dev.gantry.api.lease.OutlivingSlots;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.logging.ContainerStreams;
import dev.gantry.api.runtime.Runtime;

/// The services that an exec needs.
///
/// @param all of them; sessions of clients go on over an update of this bundle
record Parts(
        OutlivingSlots all,
        ServiceSlot<Containers> containers,
        ServiceSlot<Runtime> runtime,
        ServiceSlot<ContainerStreams> streams) {
    Parts() {
        this(new OutlivingSlots());
    }

    private Parts(OutlivingSlots all) {
        this(
                all,
                all.slot(Containers.class, "the engine"),
                all.slot(Runtime.class, "the runtime"),
                all.slot(ContainerStreams.class, "container streams"));
    }
}
