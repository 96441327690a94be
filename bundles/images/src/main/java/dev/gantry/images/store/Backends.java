package dev.gantry.images.store;

import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.runtime.ContentStore;
import dev.gantry.api.runtime.Diffs;
import dev.gantry.api.runtime.ImageStore;
import dev.gantry.api.runtime.LeaseStore;
import dev.gantry.api.runtime.Snapshots;

/// containerd's stores as this bundle uses them: each call finds the provider that is there at that moment.
public final class Backends {
    /// Holds the provider of [#content].
    public final ServiceSlot<ContentStore> contentSlot = new ServiceSlot<>("the content store");
    /// Holds the provider of [#snapshots].
    public final ServiceSlot<Snapshots> snapshotsSlot = new ServiceSlot<>("the snapshotter");
    /// Holds the provider of [#diffs].
    public final ServiceSlot<Diffs> diffsSlot = new ServiceSlot<>("the diff service");
    /// Holds the provider of [#images].
    public final ServiceSlot<ImageStore> imagesSlot = new ServiceSlot<>("the image records");
    /// Holds the provider of [#leases].
    public final ServiceSlot<LeaseStore> leasesSlot = new ServiceSlot<>("the lease store");

    private final JsonCodec json;
    private final ContentStore content = LeasedProxy.of(ContentStore.class, contentSlot);
    private final Snapshots snapshots = LeasedProxy.of(Snapshots.class, snapshotsSlot);
    private final Diffs diffs = LeasedProxy.of(Diffs.class, diffsSlot);
    private final ImageStore images = LeasedProxy.of(ImageStore.class, imagesSlot);
    private final LeaseStore leases = LeasedProxy.of(LeaseStore.class, leasesSlot);

    /// @param json reads and writes manifests
    public Backends(JsonCodec json) {
        this.json = json;
    }

    /// Reads and writes manifests.
    public JsonCodec json() {
        return json;
    }

    /// Blobs.
    public ContentStore content() {
        return content;
    }

    /// Layers and root file systems.
    public Snapshots snapshots() {
        return snapshots;
    }

    /// Packs and unpacks layers.
    public Diffs diffs() {
        return diffs;
    }

    /// Names.
    public ImageStore images() {
        return images;
    }

    /// Leases.
    public LeaseStore leases() {
        return leases;
    }
}
