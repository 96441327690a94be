package dev.gantry.images.store;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.linux.MountSpec;
import dev.gantry.api.linux.Mounts;
import dev.gantry.api.runtime.GcLabels;
import dev.gantry.api.runtime.LeaseStore.LeasedResource;
import dev.gantry.api.runtime.Mount;
import dev.gantry.api.runtime.Snapshots;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/// The layer between an image and its containers: the files and directories over which the runtime mounts. It is the same for
/// all containers of an image, so it is made once and kept as long as the image.
public final class InitLayer {
    private static final List<String> DIRECTORIES = List.of("dev/pts", "dev/shm", "proc", "sys");
    private static final List<String> FILES =
            List.of(".dockerenv", "etc/resolv.conf", "etc/hosts", "etc/hostname", "dev/console");
    private static final String NAME = "gantry-init-";

    private final Backends backends;
    private final Mounts mounts;
    private final Path workDirectory;
    private final ReentrantLock lock = new ReentrantLock();

    /// @param backends containerd's stores
    /// @param mounts mounts the layer while it is made
    /// @param workDirectory for mount points; made when first needed
    public InitLayer(Backends backends, Mounts mounts, Path workDirectory) {
        this.backends = backends;
        this.mounts = mounts;
        this.workDirectory = workDirectory;
    }

    /// The snapshot's name over a stack of layers.
    static String name(String chainId) {
        return NAME + (chainId.isEmpty() ? "scratch" : chainId);
    }

    /// Makes sure that the layer is there and kept by the lease.
    ///
    /// @param configuration digest of the image's configuration, which keeps the layer from now on; empty for none
    /// @return the snapshot's name
    public String ensure(String chainId, String configuration, String lease) {
        String name = name(chainId);
        if (!isHere(name, lease)) {
            lock.lock();
            try {
                if (!isHere(name, lease)) {
                    make(name, chainId, lease);
                    keep(name, configuration);
                }
            } finally {
                lock.unlock();
            }
        }
        return name;
    }

    private void keep(String name, String configuration) {
        if (!configuration.isEmpty()) {
            backends.content()
                    .label(
                            configuration,
                            Map.of(GcLabels.snapshot(backends.snapshots().snapshotter()), name));
        }
    }

    private boolean isHere(String name, String lease) {
        Snapshots snapshots = backends.snapshots();
        try {
            backends.leases().add(lease, LeasedResource.snapshot(snapshots.snapshotter(), name));
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
        return snapshots.find(name).isPresent();
    }

    private void make(String name, String chainId, String lease) {
        Snapshots snapshots = backends.snapshots().under(lease);
        String key = name + "-" + UUID.randomUUID();
        boolean done = false;
        try {
            fill(snapshots.prepare(key, chainId.isEmpty() ? null : chainId, Map.of()));
            snapshots.commit(name, key, Map.of());
            done = true;
        } catch (IOException e) {
            throw EngineException.system("could not make the init layer: " + e.getMessage(), e);
        } finally {
            if (!done) {
                Uninterrupted.run(() -> snapshots.remove(key));
            }
        }
    }

    private void fill(List<Mount> from) throws IOException {
        Files.createDirectories(workDirectory);
        Path root = Files.createTempDirectory(workDirectory, "init-");
        try {
            for (Mount mount : from) {
                mounts.mount(new MountSpec(mount.type(), mount.source(), mount.options()), root);
            }
            populate(root);
        } finally {
            mounts.unmountAll(root);
            Files.deleteIfExists(root);
        }
    }

    static void populate(Path root) throws IOException {
        for (String directory : DIRECTORIES) {
            makeDirectory(root, directory);
        }
        for (String file : FILES) {
            Path path = makeRoom(root, file);
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            }
        }
        Path mtab = makeRoom(root, "etc/mtab");
        if (!Files.isDirectory(mtab, LinkOption.NOFOLLOW_LINKS)) {
            Files.createSymbolicLink(mtab, Path.of("/proc/mounts"));
        }
    }

    /// Takes away what is at the path, and links on the way to it, which could lead out of the root; directories stay.
    private static Path makeRoom(Path root, String path) throws IOException {
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            makeDirectory(root, path.substring(0, slash));
        }
        Path target = root.resolve(path);
        removeUnlessDirectory(target);
        return target;
    }

    private static void makeDirectory(Path root, String path) throws IOException {
        Path at = root;
        for (String part : path.split("/")) {
            at = at.resolve(part);
            removeUnlessDirectory(at);
            try {
                Files.createDirectory(
                        at, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            } catch (FileAlreadyExistsException e) {
                // A directory, as it is to be.
            }
        }
    }

    private static void removeUnlessDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.deleteIfExists(path);
            } catch (DirectoryNotEmptyException e) {
                // Became a directory; it stays.
            }
        }
    }
}
