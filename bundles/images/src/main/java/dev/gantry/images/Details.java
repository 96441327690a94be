package dev.gantry.images;

import dev.gantry.api.types.DriverData;
import dev.gantry.api.types.ImageHistory;
import dev.gantry.api.types.ImageInspect;
import dev.gantry.api.types.ImageMetadata;
import dev.gantry.api.types.RootFS;
import dev.gantry.api.types.Timestamps;
import dev.gantry.images.store.CatalogView;
import dev.gantry.images.store.ImageContent;
import dev.gantry.images.store.OciImage;
import dev.gantry.images.store.Store;
import dev.gantry.images.store.StoredImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// `docker image inspect` and `docker history`.
final class Details {
    private static final String MISSING = "<missing>";

    private final Store store;
    private final ManifestSummaries summaries;

    Details(Store store, ManifestSummaries summaries) {
        this.store = store;
        this.summaries = summaries;
    }

    ImageInspect inspect(StoredImage image, boolean manifests) {
        OciImage built = image.image();
        ImageContent content = image.content();
        String comment = built.comment();
        if (comment.isEmpty() && !built.history().isEmpty()) {
            comment = built.history().getLast().comment();
        }
        return new ImageInspect(
                image.id(),
                Listing.familiar(image.tags()),
                Listing.familiar(image.digests()),
                content.parent(),
                comment,
                built.created(),
                built.container(),
                null,
                built.docker_version(),
                built.author(),
                built.containers(),
                built.architecture(),
                built.variant(),
                built.os(),
                built.osVersion(),
                store.sizes().of(content),
                0,
                new DriverData(null, store.backends().snapshots().snapshotter()),
                new RootFS("layers", built.diffIds()),
                new ImageMetadata(Timestamps.format(image.taggedAt())),
                ManifestSummaries.target(image),
                manifests ? summaries.of(image) : null);
    }

    List<ImageHistory> history(StoredImage image) {
        List<ImageHistory> lines = new ArrayList<>();
        ImageContent content = image.content();
        int layer = 0;
        for (OciImage.Step step : content.image().history()) {
            long size = 0;
            if (!step.empty_layer() && layer < content.chainIds().size()) {
                size = store.sizes().layer(content, layer++);
            }
            Instant created = OciImage.instant(step.created());
            long seconds = created == null ? 0 : created.getEpochSecond();
            lines.add(new ImageHistory(MISSING, seconds, step.created_by(), null, size, step.comment()));
        }
        List<ImageHistory> newestFirst = lines.reversed();
        return named(new ArrayList<>(newestFirst), image);
    }

    /// The newest line is the image itself; those before it are its parents, as far as they are here.
    private List<ImageHistory> named(List<ImageHistory> lines, StoredImage image) {
        CatalogView view = store.catalog().view();
        StoredImage at = image;
        for (int i = 0; i < lines.size() && at != null; i++) {
            ImageHistory line = lines.get(i);
            List<String> tags = at.tags().isEmpty() ? null : Listing.familiar(at.tags());
            lines.set(
                    i, new ImageHistory(at.id(), line.Created(), line.CreatedBy(), tags, line.Size(), line.Comment()));
            at = at.content().parent().isEmpty()
                    ? null
                    : view.byId().get(at.content().parent());
        }
        return lines;
    }
}
