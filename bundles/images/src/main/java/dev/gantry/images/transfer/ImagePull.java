package dev.gantry.images.transfer;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.image.Reference;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.runtime.ContentStore;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.runtime.LeaseStore.OpenLease;
import dev.gantry.api.types.Platform;
import dev.gantry.images.store.Digests;
import dev.gantry.images.store.ImageContent;
import dev.gantry.images.store.OciImage;
import dev.gantry.images.store.Store;
import dev.gantry.images.store.StoredImage;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Pulls what one tag or digest stands for.
final class ImagePull {
    /// Longer than any pull; a lease that a killed daemon has left ends then.
    static final Duration LEASE = Duration.ofHours(24);

    private final Store store;
    private final BlobDownloads downloads;
    private final RepositoryClient client;
    private final Reference asked;
    private final ProgressSink progress;

    ImagePull(Store store, BlobDownloads downloads, RepositoryClient client, Reference asked, ProgressSink progress) {
        this.store = store;
        this.downloads = downloads;
        this.client = client;
        this.asked = asked;
        this.progress = progress;
    }

    /// @return whether a name means something else than before
    boolean run(@Nullable Platform platform) {
        try (OpenLease lease = store.backends().leases().open(LEASE)) {
            ContentStore content = store.backends().content().under(lease.id());
            RemoteImage remote =
                    RemoteImage.find(client, content, store.backends().json(), asked, platform);
            String tagOrDigest = asked.digest() != null ? asked.digest() : String.valueOf(asked.tag());
            progress.status(tagOrDigest, "Pulling from " + asked.path());
            ImageContent image = bring(remote, lease.id(), content);
            String digest = remote.target().descriptor().digest();
            progress.status("Digest: " + digest);
            boolean updated = name(image, digest);
            store.events().transfer("pull", asked, image.image());
            return updated;
        }
    }

    private ImageContent bring(RemoteImage remote, String lease, ContentStore content) {
        StoredImage known = store.catalog().view().byId().get(remote.config().digest());
        if (known != null
                && known.manifest()
                        .digest()
                        .equals(remote.manifest().descriptor().digest())) {
            remote.store(content);
            ImageContent had = known.content();
            return new ImageContent(
                    remote.target().descriptor(),
                    had.manifest(),
                    had.config(),
                    had.image(),
                    had.layers(),
                    had.chainIds(),
                    had.parent());
        }
        Descriptor config = remote.config();
        downloads.fetch(client, asked, config, lease, new ItemReport(ProgressSink.NONE, ""));
        OciImage image = store.reader().image(config.digest());
        if (image.diffIds().size() != remote.layers().size()) {
            throw EngineException.invalidParameter(
                    "invalid manifest: " + remote.layers().size() + " layers, but the configuration has "
                            + image.diffIds().size());
        }
        ImageContent wanted = new ImageContent(
                remote.target().descriptor(),
                remote.manifest().descriptor(),
                config,
                image,
                remote.layers(),
                Digests.chainIds(image.diffIds()),
                "");
        new LayerPull(store, downloads, client, asked, wanted, progress).run(lease);
        remote.store(content);
        store.unpacker().keep(wanted);
        store.initLayer().ensure(wanted.topChainId(), wanted.id(), lease);
        return wanted;
    }

    private boolean name(ImageContent image, String digest) {
        Reference fixed = asked.repository().atDigest(digest);
        boolean hadDigest = means(fixed, image);
        boolean hadTag = asked.digest() != null || means(asked, image);
        store.names().put(fixed, image);
        if (asked.digest() == null) {
            store.names().put(asked, image);
            return !hadTag;
        }
        return !hadDigest;
    }

    private boolean means(Reference reference, ImageContent image) {
        Optional<StoredImage> present = store.catalog().view().named(reference);
        return present.isPresent() && present.get().id().equals(image.id());
    }
}
