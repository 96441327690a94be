package dev.gantry.engine;

import dev.gantry.api.container.MountedRoot;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.Rootfs;
import dev.gantry.api.linux.MountSpec;
import dev.gantry.api.types.MountPoint;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.ContainerMount;
import dev.gantry.engine.record.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files of containers from outside: through the running process, or mounted for as long as somebody looks at them.
final class ContainerRoots {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerRoots.class);

    private final Machinery engine;
    private final RootMounts roots;
    private final ContainerVolumes volumes;
    private final AtomicLong count = new AtomicLong();

    ContainerRoots(Machinery engine, RootMounts roots, ContainerVolumes volumes) {
        this.engine = engine;
        this.roots = roots;
        this.volumes = volumes;
    }

    MountedRoot open(Container container, boolean withVolumes) {
        ContainerFacts facts = container.facts();
        if (facts.state().isLeaving()) {
            throw EngineException.conflict("container " + facts.id() + " is marked for removal");
        }
        Rootfs rootfs = roots.rootfs(facts.id());
        List<MountPoint> shown = withVolumes ? Inspection.mounts(facts) : List.of();
        RunState.Running process = facts.state().process();
        if (process != null) {
            Path path = withVolumes ? Path.of("/proc", Integer.toString(process.pid()), "root") : roots.path(facts);
            return new Opened(path, layers(rootfs), shown, facts.host().ReadonlyRootfs(), () -> {});
        }
        container.awaitClearing();
        Path target =
                engine.settings().execRoot().resolve("roots").resolve(facts.shortId() + "-" + count.incrementAndGet());
        try {
            engine.kernel().files().directories(target, 0700);
            roots.mountAt(rootfs, target);
            if (withVolumes) {
                mountInto(volumes.mounted(facts), target);
            }
        } catch (IOException | RuntimeException e) {
            close(facts, target, withVolumes);
            throw Work.failure(e);
        }
        return new Opened(
                target, layers(rootfs), shown, facts.host().ReadonlyRootfs(), () -> close(facts, target, withVolumes));
    }

    private void mountInto(ContainerFacts facts, Path root) throws IOException {
        for (ContainerMount mount : facts.mounts()) {
            if (mount.type().equals("tmpfs")) {
                continue;
            }
            int source = volumes.parts().open(mount);
            try {
                Path from = engine.kernel().descriptors().pathOf(source);
                mountAt(root, facts, mount, from);
            } finally {
                engine.kernel().descriptors().close(source);
            }
        }
    }

    private void mountAt(Path root, ContainerFacts facts, ContainerMount mount, Path from) throws IOException {
        int fd;
        try {
            fd = new MountPlace(engine.kernel().descriptors(), root).open(mount.destination(), Files.isDirectory(from));
        } catch (IOException e) {
            LOG.debug("nothing to mount on at {} container={}", mount.destination(), facts.id(), e);
            return;
        }
        try {
            Path at = engine.kernel().descriptors().pathOf(fd).toRealPath();
            List<String> options = mount.writable() ? List.of("rbind", "rprivate") : List.of("rbind", "ro", "rprivate");
            engine.kernel().mounts().mount(new MountSpec("bind", from.toString(), options), at);
        } finally {
            engine.kernel().descriptors().close(fd);
        }
    }

    private void close(ContainerFacts facts, Path target, boolean withVolumes) {
        try {
            if (Files.isDirectory(target)) {
                engine.kernel().mounts().unmount(target, true);
                Files.deleteIfExists(target);
            }
        } catch (IOException e) {
            LOG.debug("{} was not mounted any more container={}", target, facts.id(), e);
        }
        if (withVolumes) {
            volumes.unmounted(facts);
        }
    }

    /// The directories of an overlay: what the container wrote, then the layers of its image, nearest first.
    private static List<Path> layers(Rootfs rootfs) {
        List<Path> result = new ArrayList<>();
        if (rootfs.mounts().isEmpty() || !rootfs.mounts().getFirst().type().equals("overlay")) {
            return result;
        }
        List<String> options = rootfs.mounts().getFirst().options();
        for (String option : options) {
            if (option.startsWith("upperdir=")) {
                result.add(0, Path.of(option.substring(9)));
            } else if (option.startsWith("lowerdir=")) {
                for (String lower : option.substring(9).split(":")) {
                    result.add(Path.of(lower));
                }
            }
        }
        return result;
    }

    private static final class Opened implements MountedRoot {
        private final Path path;
        private final List<Path> layers;
        private final List<MountPoint> mounts;
        private final boolean readOnly;
        private final Runnable close;
        private final AtomicBoolean open = new AtomicBoolean(true);

        Opened(Path path, List<Path> layers, List<MountPoint> mounts, boolean readOnly, Runnable close) {
            this.path = path;
            this.layers = layers;
            this.mounts = mounts;
            this.readOnly = readOnly;
            this.close = close;
        }

        @Override
        public Path path() {
            return path;
        }

        @Override
        public @Nullable Path written() {
            return layers.isEmpty() ? null : layers.getFirst();
        }

        @Override
        public List<Path> layers() {
            return layers.isEmpty() ? List.of() : List.copyOf(layers.subList(1, layers.size()));
        }

        @Override
        public List<MountPoint> mounts() {
            return mounts;
        }

        @Override
        public boolean isReadOnly() {
            return readOnly;
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                close.run();
            }
        }
    }
}
