package dev.gantry.images.transfer;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.image.PushRequest;
import dev.gantry.api.image.Reference;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.registry.Access;
import dev.gantry.api.registry.Registry;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.images.store.Store;
import dev.gantry.images.store.StoredImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;

/// `docker push`.
public final class Pusher {
    private final Store store;
    private final ServiceSlot<Registry> registry;
    private final Semaphore places;

    /// @param store where images are
    /// @param registry where they go
    /// @param settings how much at once
    public Pusher(Store store, ServiceSlot<Registry> registry, TransferSettings settings) {
        this.store = store;
        this.registry = registry;
        this.places = new Semaphore(settings.uploads());
    }

    /// See [dev.gantry.api.image.ImageTransfers#push].
    public void push(PushRequest request, ProgressSink sink) {
        Reference asked = request.reference();
        ProgressSink progress = new OneAtATime(sink);
        progress.status("The push refers to repository [" + asked.name() + "]");
        List<Reference> tags = tags(asked);
        try (RepositoryClient client =
                registry.call(service -> service.open(asked, request.credentials(), Access.PUSH, request.headers()))) {
            for (Reference tag : tags) {
                StoredImage image = store.catalog().resolve(tag.familiar(), request.platform());
                new ImagePush(store, places, client, tag, image, progress).run();
            }
        }
    }

    private List<Reference> tags(Reference asked) {
        if (asked.digest() != null) {
            throw EngineException.invalidParameter("cannot push a digest reference");
        }
        if (asked.tag() != null) {
            if (store.catalog().view().named(asked).isEmpty()
                    && store.catalog().refresh().named(asked).isEmpty()) {
                throw EngineException.notFound("An image does not exist locally with the tag: " + asked.familiarName());
            }
            return List.of(asked);
        }
        List<Reference> tags = new ArrayList<>();
        store.catalog()
                .refresh()
                .newestFirst()
                .forEach(image -> image.tags().stream()
                        .filter(tag -> tag.name().equals(asked.name()))
                        .forEach(tags::add));
        if (tags.isEmpty()) {
            throw EngineException.notFound("An image does not exist locally with the tag: " + asked.familiarName());
        }
        tags.sort(Comparator.comparing(Reference::toString));
        return tags;
    }
}
