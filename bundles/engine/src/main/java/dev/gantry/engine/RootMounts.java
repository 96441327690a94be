package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.Images;
import dev.gantry.api.image.Rootfs;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.linux.MountSpec;
import dev.gantry.api.runtime.Mount;
import dev.gantry.engine.record.ContainerFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The root file systems of containers, mounted under the data root. How to mount one never changes while it exists, so it is
/// remembered until it is removed: a start or an inspect asks nobody, and an inspect needs no containerd.
final class RootMounts {
    private final Services services;
    private final Kernel kernel;
    private final EngineSettings settings;
    private final ConcurrentHashMap<String, Rootfs> known = new ConcurrentHashMap<>();

    RootMounts(Services services, Kernel kernel, EngineSettings settings) {
        this.services = services;
        this.kernel = kernel;
        this.settings = settings;
    }

    /// Makes the writable file system of a new container.
    Rootfs prepare(String id, String imageId) {
        Rootfs rootfs = services.images.call(images -> images.prepareRootfs(id, imageId));
        known.put(id, rootfs);
        return rootfs;
    }

    Path path(ContainerFacts facts) {
        return settings.rootfs(facts.driver(), facts.id());
    }

    Rootfs rootfs(String id) {
        Rootfs remembered = known.get(id);
        return remembered != null ? remembered : remember(id, services.images.call(images -> images.rootfs(id)));
    }

    /// The same without waiting for an image store that is being replaced, and without failing.
    Optional<Rootfs> rootfsNow(String id) {
        Rootfs remembered = known.get(id);
        if (remembered != null) {
            return Optional.of(remembered);
        }
        try (Lease<Images> lease = services.images.tryAcquire()) {
            return lease == null
                    ? Optional.empty()
                    : Optional.of(remember(id, lease.service().rootfs(id)));
        } catch (EngineException e) {
            return Optional.empty();
        }
    }

    private Rootfs remember(String id, Rootfs rootfs) {
        known.put(id, rootfs);
        return rootfs;
    }

    /// Mounts it where a run of the container finds it. A mount that is there already is replaced.
    Path mount(ContainerFacts facts) {
        Path target = path(facts);
        try {
            if (Files.isDirectory(target)) {
                kernel.mounts().unmountAll(target);
            } else {
                kernel.files().directories(target, 0711);
            }
            mountAt(rootfs(facts.id()), target);
            return target;
        } catch (IOException e) {
            throw EngineException.system("failed to mount the root file system: " + e.getMessage(), e);
        }
    }

    void mountAt(Rootfs rootfs, Path target) throws IOException {
        for (Mount mount : rootfs.mounts()) {
            List<String> options = new ArrayList<>(mount.options());
            kernel.mounts().mount(new MountSpec(mount.type(), mount.source(), options), target);
        }
    }

    /// Takes the mount away; it need not be there.
    void unmount(ContainerFacts facts) {
        Path target = path(facts);
        try {
            if (Files.isDirectory(target)) {
                kernel.mounts().unmount(target, true);
                Files.deleteIfExists(target);
            }
        } catch (IOException e) {
            unmountAll(target);
        }
    }

    private void unmountAll(Path target) {
        try {
            kernel.mounts().unmountAll(target);
            Files.deleteIfExists(target);
        } catch (IOException e) {
            throw EngineException.system("failed to unmount " + target + ": " + e.getMessage(), e);
        }
    }

    /// Deletes the file system.
    void remove(String id) {
        known.remove(id);
        services.images.run(images -> images.removeRootfs(id));
    }
}
