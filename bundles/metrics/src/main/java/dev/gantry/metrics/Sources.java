package dev.gantry.metrics;

import dev.gantry.api.container.Containers;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.linux.Machine;
import dev.gantry.api.runtime.RuntimeVersion;
import java.util.function.Function;

/// Who is asked for figures, as far as they are here.
final class Sources {
    final ServiceSlot<Containers> containers = new ServiceSlot<>("the container engine");
    final ServiceSlot<Machine> machine = new ServiceSlot<>("the machine's description");
    final ServiceSlot<RuntimeVersion> runtime = new ServiceSlot<>("the container runtime");

    /// Never waits: what is not here counts as `otherwise`.
    static <T, R> R ask(ServiceSlot<T> slot, Function<T, R> question, R otherwise) {
        try (Lease<T> lease = slot.tryAcquire()) {
            return lease == null ? otherwise : question.apply(lease.service());
        } catch (RuntimeException e) {
            return otherwise;
        }
    }
}
