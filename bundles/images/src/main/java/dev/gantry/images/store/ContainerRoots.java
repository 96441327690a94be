package dev.gantry.images.store;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.image.RootFilesystems;
import dev.gantry.api.image.Rootfs;
import dev.gantry.api.image.RootfsUsage;
import dev.gantry.api.runtime.LeaseStore.OpenLease;
import dev.gantry.api.runtime.Mount;
import dev.gantry.api.runtime.SnapshotInfo;
import dev.gantry.api.runtime.Snapshots;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The containers' root file systems: a snapshot and a lease that keeps it, both called by the container's id.
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

    @Override
    public Rootfs prepareRootfs(String containerId, String imageId) {
        Snapshots snapshots = backends.snapshots();
        if (!lease(containerId) && snapshots.find(containerId).isPresent()) {
            throw EngineException.conflict("the container " + containerId + " has a root file system already");
        }
        boolean done = false;
        try {
            String parent = base(imageId, containerId);
            List<Mount> mounts = snapshots.under(containerId).prepare(containerId, parent, Map.of());
            done = true;
            return new Rootfs(snapshots.snapshotter(), containerId, mounts);
        } finally {
            if (!done) {
                Uninterrupted.run(() -> backends.leases().delete(containerId, false));
            }
        }
    }

    /// Whether a new lease was made; one that a crashed daemon has left is taken over.
    private boolean lease(String containerId) {
        try {
            backends.leases().create(containerId, Map.of());
            return true;
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    private String base(String imageId, String lease) {
        if (imageId.isEmpty()) {
            return initLayer.ensure("", "", lease);
        }
        StoredImage image = catalog.resolve(imageId, null);
        String top = image.content().topChainId();
        if (!top.isEmpty() && !unpacker.has(top, lease)) {
            try (OpenLease work = backends.leases().open(PREPARING)) {
                unpacker.unpackAll(image.content(), work.id());
                return initLayer.ensure(top, imageId, lease);
            }
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
        backends.leases().delete(containerId, false);
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
