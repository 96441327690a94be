package dev.gantry.images;

import dev.gantry.api.image.ImageUsers.ImageUse;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.ImageManifestData;
import dev.gantry.api.types.ImageManifestSize;
import dev.gantry.api.types.ImageManifestSummary;
import dev.gantry.api.types.ImageUnpackedSize;
import dev.gantry.images.store.ContentReader;
import dev.gantry.images.store.HeldManifest;
import dev.gantry.images.store.ImageContent;
import dev.gantry.images.store.Store;
import dev.gantry.images.store.StoredImage;
import java.util.ArrayList;
import java.util.List;

/// What is under an image's name: the manifests of its index with what of them is here, or its only one.
final class ManifestSummaries {
    private final Store store;
    private final Uses uses;

    ManifestSummaries(Store store, Uses uses) {
        this.store = store;
        this.uses = uses;
    }

    /// What the name itself refers to.
    static Descriptor target(StoredImage image) {
        return ContentReader.wire(image.content().target());
    }

    List<ImageManifestSummary> of(StoredImage image) {
        ImageContent content = image.content();
        if (content.target().digest().equals(content.manifest().digest())) {
            return List.of(summary(image, withPlatform(target(image), image)));
        }
        List<ImageManifestSummary> summaries = new ArrayList<>();
        for (Descriptor entry :
                store.reader().manifest(content.target().digest()).manifests()) {
            summaries.add(summary(image, entry));
        }
        return summaries;
    }

    private static Descriptor withPlatform(Descriptor plain, StoredImage image) {
        return new Descriptor(
                plain.mediaType(),
                plain.digest(),
                plain.size(),
                null,
                null,
                "",
                image.image().platform(),
                "");
    }

    private ImageManifestSummary summary(StoredImage image, Descriptor entry) {
        HeldManifest held = store.reader().held(entry);
        boolean chosen = entry.digest().equals(image.manifest().digest());
        long unpacked = chosen ? store.sizes().of(image.content()) : 0;
        String kind = held.kind();
        ImageManifestData data = kind.equals("image") && entry.platform() != null
                ? new ImageManifestData(
                        entry.platform(),
                        chosen
                                ? uses.of(image.id()).stream()
                                        .map(ImageUse::containerId)
                                        .toList()
                                : List.of(),
                        new ImageUnpackedSize(unpacked))
                : null;
        return new ImageManifestSummary(
                entry.digest(),
                entry,
                held.whole(),
                kind,
                new ImageManifestSize(held.bytes() + unpacked, held.bytes()),
                data);
    }
}
