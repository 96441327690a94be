package dev.gantry.archive;

import dev.gantry.api.archive.ArchiveReader;
import dev.gantry.api.archive.ContainerFiles;
import dev.gantry.api.container.Containers;
import dev.gantry.api.container.MountedRoot;
import dev.gantry.api.container.RunningContainer;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.linux.Descriptors;
import dev.gantry.api.linux.Errno;
import dev.gantry.api.linux.ErrnoException;
import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.linux.FileStatus;
import dev.gantry.api.linux.OpenFlag;
import dev.gantry.api.metrics.Measurements;
import dev.gantry.api.types.FilesystemChange;
import dev.gantry.api.types.MountPoint;
import dev.gantry.api.types.PathStat;
import dev.gantry.api.types.Timestamps;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/// Copies files into and out of containers.
@Component
public final class Archives implements ContainerFiles {
    private static final long SECOND = 1_000_000_000L;

    private final ServiceSlot<Containers> containers = new ServiceSlot<>("the engine");
    private final ServiceSlot<Measurements> measurements = new ServiceSlot<>("measurements");
    private final Kernel kernel;

    @Activate
    public Archives(@Reference Descriptors descriptors, @Reference FileNodes files) {
        this.kernel = new Kernel(descriptors, files);
    }

    @Override
    public PathStat stat(String container, String path) {
        RunningContainer target = lookup(container);
        try (MountedRoot root = open(target, true)) {
            ContainerPath wanted = ContainerPath.of(path);
            try (Place parent = Place.resolve(kernel, root.path(), wanted.directory())) {
                return stat(root, parent, wanted);
            }
        } catch (IOException e) {
            throw missing(e, path, container);
        }
    }

    private RunningContainer lookup(String container) {
        return containers.call(c -> c.lookup(container));
    }

    private MountedRoot open(RunningContainer container, boolean volumes) {
        return containers.call(c -> c.openRoot(container.id(), volumes));
    }

    private static EngineException missing(IOException e, String path, String container) {
        if (e instanceof ErrnoException errno && (errno.is(Errno.ENOENT) || errno.is(Errno.ENOTDIR))) {
            return EngineException.notFound("Could not find the file " + path + " in container " + container, e);
        }
        return EngineException.system(String.valueOf(e.getMessage()), e);
    }

    private PathStat stat(MountedRoot root, Place parent, ContainerPath path) throws IOException {
        FileStatus status = parent.status(path.name());
        String link = status.isLink() ? linkTarget(root, parent, path) : "";
        Instant modified = Instant.ofEpochSecond(
                Math.floorDiv(status.modifiedNanos(), SECOND), Math.floorMod(status.modifiedNanos(), SECOND));
        return new PathStat(path.base(), status.size(), GoMode.of(status), Timestamps.format(modified), link);
    }

    /// Where a link leads in the end, as a path in the container.
    private String linkTarget(MountedRoot root, Place parent, ContainerPath path) throws IOException {
        try {
            int fd = kernel.descriptors().openInRoot(root.path(), path.full(), 0, OpenFlag.PATH);
            try {
                Path host = Files.readSymbolicLink(kernel.descriptors().pathOf(fd));
                return "/" + root.path().toRealPath().relativize(host);
            } finally {
                kernel.descriptors().close(fd);
            }
        } catch (ErrnoException e) {
            String target = Files.readSymbolicLink(parent.at(path.name())).toString();
            return ContainerPath.clean(target.startsWith("/") ? target : path.directory() + "/" + target);
        }
    }

    @Override
    public ArchiveReader read(String container, String path) {
        RunningContainer target = lookup(container);
        ContainerPath wanted = ContainerPath.of(path);
        ArchiveReader reader = reader(target, true, wanted, wanted.base(), container, path);
        announce(target, "archive-path");
        return reader;
    }

    @SuppressWarnings("MustBeClosed")
    private ArchiveReader reader(
            RunningContainer target, boolean volumes, ContainerPath wanted, String as, String container, String path) {
        MountedRoot root = open(target, volumes);
        Place parent = null;
        try {
            parent = Place.resolve(kernel, root.path(), wanted.directory());
            return new TreeReader(kernel, root, parent, wanted.name(), as, stat(root, parent, wanted));
        } catch (IOException e) {
            if (parent != null) {
                parent.close();
            }
            root.close();
            throw missing(e, path, container);
        }
    }

    @Override
    public void write(String container, String path, boolean noOverwriteDirNonDir, boolean copyOwners, InputStream tar)
            throws IOException {
        RunningContainer target = lookup(container);
        try (MountedRoot root = open(target, true)) {
            String directory = directory(root, ContainerPath.clean(path), path, container);
            refuseReadOnly(target, root, directory);
            Unpacker.Owner owner = copyOwners
                    ? Users.owner(kernel, root.path(), target.config().User())
                    : null;
            unpack(new Unpacker(kernel, root.path(), directory, noOverwriteDirNonDir, owner), tar);
        }
        announce(target, "extract-to-dir");
    }

    private static void unpack(Unpacker unpacker, InputStream tar) {
        try {
            unpacker.unpack(tar);
        } catch (IOException e) {
            throw EngineException.system("Error processing tar file: " + e.getMessage(), e);
        }
    }

    /// The directory to unpack in, without links.
    private String directory(MountedRoot root, String path, String asked, String container) throws IOException {
        try (Place place = Place.resolve(kernel, root.path(), path)) {
            return ContainerPath.clean("/" + root.path().toRealPath().relativize(place.hostPath()));
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOTDIR)) {
                throw EngineException.invalidParameter("extraction point is not a directory", e);
            }
            throw missing(e, asked, container);
        }
    }

    private static void refuseReadOnly(RunningContainer container, MountedRoot root, String directory) {
        MountPoint nearest = null;
        for (MountPoint mount : container.mounts()) {
            boolean above = directory.equals(mount.Destination()) || directory.startsWith(mount.Destination() + "/");
            if (above
                    && (nearest == null
                            || mount.Destination().length()
                                    > nearest.Destination().length())) {
                nearest = mount;
            }
        }
        if (nearest != null && !nearest.RW()) {
            throw EngineException.forbidden("mounted volume is marked read-only");
        }
        if (nearest == null && root.isReadOnly()) {
            throw EngineException.forbidden("container rootfs is marked read-only");
        }
    }

    @Override
    public @Nullable List<FilesystemChange> changes(String container) {
        long begun = System.nanoTime();
        List<FilesystemChange> found = compare(container);
        try (Lease<Measurements> lease = measurements.tryAcquire()) {
            if (lease != null) {
                lease.service().containerAction("changes", Duration.ofNanos(System.nanoTime() - begun));
            }
        }
        return found;
    }

    private @Nullable List<FilesystemChange> compare(String container) {
        RunningContainer target = lookup(container);
        try (MountedRoot root = open(target, false)) {
            Path written = root.written();
            if (written == null) {
                throw EngineException.notImplemented("this snapshotter cannot tell the changes of a container");
            }
            return new LayerChanges(kernel.files(), written, root.layers()).find();
        } catch (IOException e) {
            throw EngineException.system("cannot compare the layers: " + e.getMessage(), e);
        }
    }

    @Override
    public ArchiveReader export(String container) {
        RunningContainer target = lookup(container);
        if (target.status().equals("dead")) {
            throw EngineException.conflict("You cannot export container " + target.id() + " which is Dead");
        }
        if (target.status().equals("removing")) {
            throw EngineException.conflict("You cannot export container " + target.id() + " which is being removed");
        }
        ArchiveReader reader = reader(target, false, ContainerPath.of("/"), "", container, "/");
        announce(target, "export");
        return reader;
    }

    private void announce(RunningContainer container, String action) {
        containers.run(c -> c.announce(container.id(), action, Map.of()));
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
    void bindMeasurements(Measurements service) {
        measurements.bind(service);
    }

    void unbindMeasurements(Measurements service) {
        measurements.unbind(service);
    }
}
