package dev.gantry.router.system;

import dev.gantry.api.container.Containers;
import dev.gantry.api.event.Events;
import dev.gantry.api.image.Images;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.lease.OutlivingSlots;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.linux.Machine;
import dev.gantry.api.logging.ContainerLogs;
import dev.gantry.api.network.Networks;
import dev.gantry.api.oci.OciSpecs;
import dev.gantry.api.registry.Registry;
import dev.gantry.api.runtime.RuntimeVersion;
import dev.gantry.api.volume.Volumes;
import java.util.function.Function;

/// The services that these routes call, whichever provides them at the moment.
final class SystemServices {
    final OutlivingSlots all = new OutlivingSlots();
    final ServiceSlot<Containers> containers = all.slot(Containers.class, "the container engine");
    final ServiceSlot<Images> images = all.slot(Images.class, "the image store");
    final ServiceSlot<Volumes> volumes = all.slot(Volumes.class, "the volume store");
    final ServiceSlot<Networks> networks = all.slot(Networks.class, "the networks");
    final ServiceSlot<Events> events = all.slot(Events.class, "the event bus");
    final ServiceSlot<Registry> registry = all.slot(Registry.class, "the registry client");
    final ServiceSlot<RuntimeVersion> runtime = all.slot(RuntimeVersion.class, "the container runtime");
    final ServiceSlot<ContainerLogs> logs = all.slot(ContainerLogs.class, "container logs");
    final ServiceSlot<Machine> machine = all.slot(Machine.class, "the machine's description");
    final ServiceSlot<OciSpecs> specs = all.slot(OciSpecs.class, "the specifications of containers");
    final ServiceSlot<JsonCodec> json = all.slot(JsonCodec.class, "the JSON codec");

    /// Asks a service, or takes `otherwise` when it is not here or fails: what is shown to an operator must not fail for a part.
    static <T, R> R ask(ServiceSlot<T> slot, Function<T, R> question, R otherwise) {
        try (Lease<T> lease = slot.tryAcquire()) {
            return lease == null ? otherwise : question.apply(lease.service());
        } catch (RuntimeException e) {
            return otherwise;
        }
    }
}
