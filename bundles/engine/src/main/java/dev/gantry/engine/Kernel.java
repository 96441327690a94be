package dev.gantry.engine;

import dev.gantry.api.linux.AtomicFiles;
import dev.gantry.api.linux.Descriptors;
import dev.gantry.api.linux.Machine;
import dev.gantry.api.linux.Mounts;
import dev.gantry.api.linux.Processes;
import dev.gantry.api.oci.OciSpecs;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// What the engine needs of the machine. The engine restarts when a part of it does; containers do not notice.
@Component(service = Kernel.class)
public final class Kernel {
    private final AtomicFiles files;
    private final Mounts mounts;
    private final Processes processes;
    private final Machine machine;
    private final Descriptors descriptors;
    private final OciSpecs specs;

    /// For Declarative Services.
    @Activate
    public Kernel(
            @Reference AtomicFiles files,
            @Reference Mounts mounts,
            @Reference Processes processes,
            @Reference Machine machine,
            @Reference Descriptors descriptors,
            @Reference OciSpecs specs) {
        this.files = files;
        this.mounts = mounts;
        this.processes = processes;
        this.machine = machine;
        this.descriptors = descriptors;
        this.specs = specs;
    }

    AtomicFiles files() {
        return files;
    }

    Mounts mounts() {
        return mounts;
    }

    Processes processes() {
        return processes;
    }

    Machine machine() {
        return machine;
    }

    Descriptors descriptors() {
        return descriptors;
    }

    OciSpecs specs() {
        return specs;
    }
}
