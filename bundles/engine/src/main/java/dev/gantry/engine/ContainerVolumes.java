package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.Volume;
import dev.gantry.api.types.VolumeCreateRequest;
import dev.gantry.api.types.VolumeDriverConfig;
import dev.gantry.api.types.VolumeOptions;
import dev.gantry.api.volume.Volumes;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.ContainerMount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The volumes of containers, from their creation to their removal.
final class ContainerVolumes {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerVolumes.class);
    private static final int DIRECTORY = 0755;

    private final Machinery engine;
    private final VolumeSubpaths parts;

    ContainerVolumes(Machinery engine) {
        this.engine = engine;
        this.parts = new VolumeSubpaths(engine);
    }

    /// Gives the anonymous volumes of a container to be their names, so that these can be noted before the volumes are made.
    ContainerFacts named(ContainerFacts facts) {
        return facts.withMounts(facts.mounts().stream()
                .map(mount -> mount.isVolume() && mount.name().isEmpty()
                        ? mount.named(engine.table().newId())
                        : mount)
                .toList());
    }

    /// Makes the volumes that a new container needs and says that it uses them.
    ContainerFacts created(ContainerFacts facts) {
        if (facts.mounts().stream().noneMatch(ContainerMount::isVolume)) {
            return facts;
        }
        List<ContainerMount> mounts = new ArrayList<>();
        for (ContainerMount mount : facts.mounts()) {
            mounts.add(mount.isVolume() ? created(mount, facts.id()) : mount);
        }
        return facts.withMounts(mounts);
    }

    private ContainerMount created(ContainerMount mount, String id) {
        VolumeOptions options = mount.wish() == null ? null : mount.wish().VolumeOptions();
        VolumeDriverConfig driver = options == null ? null : options.DriverConfig();
        Map<String, String> driverOptions = driver == null ? null : driver.Options();
        Map<String, String> labels = labels(mount, options == null ? null : options.Labels());
        Volume volume = engine.services().volumes.call(volumes -> {
            Volume made = volumes.create(new VolumeCreateRequest(mount.driver(), driverOptions, labels, mount.name()));
            volumes.use(made.Name(), id);
            return made;
        });
        return new ContainerMount(
                mount.type(),
                volume.Name(),
                volume.Mountpoint(),
                mount.destination(),
                volume.Driver(),
                mount.mode(),
                mount.writable(),
                mount.propagation(),
                mount.anonymous(),
                mount.copyUp(),
                false,
                mount.wish());
    }

    private static @Nullable Map<String, String> labels(ContainerMount mount, @Nullable Map<String, String> wanted) {
        if (!mount.anonymous()) {
            return wanted;
        }
        Map<String, String> labels = new HashMap<>(Volumes.ANONYMOUS);
        labels.putAll(Absent.map(wanted));
        return labels;
    }

    /// Fills empty volumes with what the image has at their mount points.
    void copyUp(ContainerFacts facts, RootMounts roots) throws IOException {
        List<ContainerMount> wanted = facts.mounts().stream()
                .filter(mount -> mount.isVolume() && mount.copyUp())
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        Path root = roots.mount(facts);
        try {
            for (ContainerMount mount : wanted) {
                copyUp(facts.id(), mount, root);
            }
        } finally {
            roots.unmount(facts);
        }
    }

    private void copyUp(String id, ContainerMount mount, Path root) throws IOException {
        int fd;
        try {
            fd = engine.kernel().descriptors().openInRoot(root, mount.destination(), 0);
        } catch (IOException e) {
            LOG.debug("the image has nothing at the mount point {} container={}", mount.destination(), id);
            return;
        }
        try {
            Path source = engine.kernel().descriptors().pathOf(fd);
            if (!Files.isDirectory(source)) {
                return;
            }
            engine.services().volumes.run(volumes -> {
                volumes.mount(mount.name(), id);
                try {
                    volumes.copyUp(mount.name(), id, source.toRealPath());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } finally {
                    volumes.unmount(mount.name(), id);
                }
            });
        } catch (UncheckedIOException e) {
            throw new IOException("cannot fill volume " + mount.name() + ": " + e.getMessage(), e);
        } finally {
            engine.kernel().descriptors().close(fd);
        }
    }

    /// Makes everything that is mounted ready for a start.
    ContainerFacts mounted(ContainerFacts facts) {
        if (facts.mounts().isEmpty()) {
            return facts;
        }
        List<ContainerMount> mounts = new ArrayList<>();
        for (ContainerMount mount : facts.mounts()) {
            mounts.add(ready(mount, facts.id()));
        }
        return facts.withMounts(mounts);
    }

    private ContainerMount ready(ContainerMount mount, String id) {
        if (mount.isVolume()) {
            Map<String, String> told = Map.of(
                    "destination", mount.destination(),
                    "read/write", Boolean.toString(mount.writable()),
                    "propagation", mount.propagation());
            Path directory = engine.services().volumes.call(volumes -> volumes.mount(mount.name(), id, told));
            return mount.at(directory.toString());
        }
        if (mount.type().equals("bind") && !Files.exists(Path.of(mount.source()))) {
            makeSource(mount);
        }
        new SharedMounts(engine.kernel().mounts()).check(mount);
        return mount;
    }

    private void makeSource(ContainerMount mount) {
        if (!mount.createSource()) {
            throw EngineException.invalidParameter(
                    "invalid mount config for type \"bind\": bind source path does not exist: " + mount.source());
        }
        try {
            engine.kernel().files().directories(Path.of(mount.source()), DIRECTORY);
        } catch (IOException e) {
            throw EngineException.system(
                    "error while creating mount source path '" + mount.source() + "': mkdir " + mount.source() + ": "
                            + reason(e),
                    e);
        }
    }

    /// In the kernel's words, which the exceptions of Java leave out.
    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _, NotDirectoryException _ -> "not a directory";
            case FileSystemException other
            when other.getReason() != null -> other.getReason().toLowerCase(Locale.ROOT);
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    }

    /// What the runtime mounts of volumes.
    VolumeSubpaths parts() {
        return parts;
    }

    /// Undoes [#mounted] after the container's end.
    void unmounted(ContainerFacts facts) {
        each(facts, mount -> engine.services().volumes.run(volumes -> volumes.unmount(mount.name(), facts.id())));
    }

    /// Says that a container no longer uses its volumes.
    ///
    /// @param anonymous whether those go that were made for it alone
    void removed(ContainerFacts facts, boolean anonymous) {
        each(facts, mount -> {
            if (mount.name().isEmpty()) {
                return;
            }
            engine.services().volumes.run(volumes -> volumes.release(mount.name(), facts.id()));
            if (anonymous && mount.anonymous()) {
                engine.services().volumes.run(volumes -> volumes.remove(mount.name(), false));
            }
        });
    }

    private static void each(ContainerFacts facts, Consumer<ContainerMount> step) {
        for (ContainerMount mount : facts.mounts()) {
            if (mount.isVolume()) {
                try {
                    step.accept(mount);
                } catch (EngineException e) {
                    // Another container that uses it, or a driver that is away, must not keep this one from going.
                    LOG.debug("volume {} stays container={}", mount.name(), facts.id(), e);
                }
            }
        }
    }

    static @Nullable ContainerMount at(ContainerFacts facts, String destination) {
        return facts.mounts().stream()
                .filter(mount -> mount.destination().equals(destination))
                .findFirst()
                .orElse(null);
    }
}
