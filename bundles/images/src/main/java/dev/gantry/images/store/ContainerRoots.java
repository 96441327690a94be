package dev.gantry.images.store;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.image.RootFilesystems;
import dev.gantry.api.image.Rootfs;
import dev.gantry.api.image.RootfsUsage;
import dev.gantry.api.runtime.GcLabels;
import dev.gantry.api.runtime.LeaseStore.OpenLease;
import dev.gantry.api.runtime.Mount;
import dev.gantry.api.runtime.SnapshotInfo;
import dev.gantry.api.runtime.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The containers' root file systems: snapshots called by the container's id.
public final class ContainerRoots implements RootFilesystems {
    private static final Duration PREPARING = Duration.ofMinutes(30);

    private final Backends backends;
    private final Catalog catalog;
    private final Unpacker unpacker;
    private final InitLayer initLayer;

    /// @param backends containerd's stores
    public ContainerRoots(Backends backends, Catalog catalog, Unpacker unpacker, InitLayer initLayer) {
        this.backends = backends;
        this.catalog = catalog;
        this.unpacker = unpacker;
        this.initLayer = initLayer;
    }

    /// One call as a rule: the snapshot is a root of the collection by itself and keeps what it stands on, and a parent that
    /// is not there yet shows by its absence.
    @Override
    public Rootfs prepareRootfs(String containerId, String imageId) {
        String top = imageId.isEmpty()
                ? ""
                : catalog.resolve(imageId, null).content().topChainId();
        try {
            return prepare(containerId, InitLayer.name(top));
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.CONFLICT) {
                throw EngineException.conflict("the container " + containerId + " has a root file system already");
            }
            if (e.kind() != ErrorKind.NOT_FOUND) {
                throw e;
            }
        }
        try (OpenLease work = backends.leases().open(PREPARING)) {
            return prepare(containerId, base(imageId, work.id()));
        }
    }

    private Rootfs prepare(String containerId, String parent) {
        Snapshots snapshots = backends.snapshots();
        List<Mount> mounts =
                snapshots.prepare(containerId, parent, Map.of(GcLabels.ROOT, GcLabels.time(Instant.now())));
        return new Rootfs(snapshots.snapshotter(), containerId, mounts);
    }

    private String base(String imageId, String lease) {
        if (imageId.isEmpty()) {
            return initLayer.ensure("", "", lease);
        }
        StoredImage image = catalog.resolve(imageId, null);
        String top = image.content().topChainId();
        if (!top.isEmpty() && !unpacker.has(top, lease)) {
            unpacker.unpackAll(image.content(), lease);
        }
        return initLayer.ensure(top, imageId, lease);
    }

    @Override
    public Rootfs rootfs(String containerId) {
        Snapshots snapshots = backends.snapshots();
        return new Rootfs(snapshots.snapshotter(), containerId, snapshots.mounts(containerId));
    }

    @Override
    public void removeRootfs(String containerId) {
        backends.snapshots().remove(containerId);
    }

    @Override
    public RootfsUsage usage(String containerId) {
        Snapshots snapshots = backends.snapshots();
        long writable = snapshots.usage(containerId).size();
        long total = writable;
        Optional<SnapshotInfo> at = snapshots.find(containerId);
        while (at.isPresent() && at.get().parent() != null) {
            total += snapshots.usage(at.get().parent()).size();
            at = snapshots.find(at.get().parent());
        }
        return new RootfsUsage(writable, total);
    }

    @Override
    public String storageDriver() {
        return backends.snapshots().snapshotter();
    }
}
