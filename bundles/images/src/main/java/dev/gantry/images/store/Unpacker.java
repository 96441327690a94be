package dev.gantry.images.store;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.runtime.GcLabels;
import dev.gantry.api.runtime.LeaseStore.LeasedResource;
import dev.gantry.api.runtime.Mount;
import dev.gantry.api.runtime.Snapshots;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Makes snapshots of layers. The same layer is unpacked once, however many ask for it.
public final class Unpacker {
    private static final int STRIPES = 64;

    private final Backends backends;
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    /// @param backends containerd's stores
    public Unpacker(Backends backends) {
        this.backends = backends;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    /// Whether the snapshot of a stack of layers is here; it is then kept by the lease.
    public boolean has(String chainId, String lease) {
        Snapshots snapshots = backends.snapshots();
        if (snapshots.find(chainId).isEmpty()) {
            return false;
        }
        try {
            backends.leases().add(lease, LeasedResource.snapshot(snapshots.snapshotter(), chainId));
            return snapshots.find(chainId).isPresent();
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /// Unpacks one layer of an image over the ones below, which are unpacked already.
    ///
    /// @throws EngineException SYSTEM when the layer is damaged, or is not what the configuration says; nothing is left then
    public void unpack(ImageContent content, int index, String lease) {
        String chain = content.chainIds().get(index);
        ReentrantLock stripe = stripes[Math.floorMod(chain.hashCode(), STRIPES)];
        try {
            stripe.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.unavailable("context canceled", e);
        }
        try {
            if (!has(chain, lease)) {
                String parent = index == 0 ? null : content.chainIds().get(index - 1);
                apply(content.layers().get(index), content.image().diffIds().get(index), parent, chain, lease);
            }
        } finally {
            stripe.unlock();
        }
    }

    private void apply(Descriptor layer, String diffId, @Nullable String parent, String chain, String lease) {
        Snapshots snapshots = backends.snapshots().under(lease);
        String key = "extract-" + UUID.randomUUID() + "-" + chain;
        boolean done = false;
        try {
            List<Mount> mounts = snapshots.prepare(key, parent, Map.of());
            Descriptor applied = backends.diffs().apply(layer, mounts);
            if (!applied.digest().equals(diffId)) {
                throw EngineException.system("wrong diff id calculated on extraction \"" + applied.digest() + "\"");
            }
            try {
                snapshots.commit(chain, key, Map.of());
                done = true;
            } catch (EngineException e) {
                if (e.kind() != ErrorKind.CONFLICT) {
                    throw e;
                }
                backends.leases().add(lease, LeasedResource.snapshot(snapshots.snapshotter(), chain));
            }
        } catch (EngineException e) {
            throw Thread.currentThread().isInterrupted() ? e : e.prefixed("failed to register layer");
        } finally {
            if (!done) {
                Uninterrupted.run(() -> snapshots.remove(key));
            }
        }
        backends.content().label(layer.digest(), Map.of(GcLabels.UNCOMPRESSED, diffId));
    }

    /// Unpacks all layers of an image that are not yet, and makes the configuration keep them.
    public void unpackAll(ImageContent content, String lease) {
        int first = content.chainIds().size();
        while (first > 0 && !has(content.chainIds().get(first - 1), lease)) {
            first--;
        }
        for (int i = first; i < content.chainIds().size(); i++) {
            unpack(content, i, lease);
        }
        keep(content);
    }

    /// Makes the configuration keep the unpacked layers, unless it keeps what stands on them already.
    public void keep(ImageContent content) {
        if (content.chainIds().isEmpty()) {
            return;
        }
        String label = GcLabels.snapshot(backends.snapshots().snapshotter());
        boolean kept = backends.content()
                .find(content.id())
                .map(info -> info.labels().get(label))
                .filter(snapshot -> backends.snapshots().find(snapshot).isPresent())
                .isPresent();
        if (!kept) {
            backends.content().label(content.id(), Map.of(label, content.topChainId()));
        }
    }
}
