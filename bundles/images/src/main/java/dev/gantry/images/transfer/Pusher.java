package dev.gantry.images.transfer;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.image.PushRequest;
import dev.gantry.api.image.Reference;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.registry.Access;
import dev.gantry.api.registry.Registry;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.runtime.LeaseStore.LeasedResource;
import dev.gantry.api.runtime.LeaseStore.OpenLease;
import dev.gantry.images.store.ImageContent;
import dev.gantry.images.store.Store;
import dev.gantry.images.store.StoredImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// `docker push`.
public final class Pusher {
    private final Store store;
    private final ServiceSlot<Registry> registry;
    private final TransferLimits limits;

    /// @param store where images are
    /// @param registry where they go
    /// @param limits how much at once
    public Pusher(Store store, ServiceSlot<Registry> registry, TransferLimits limits) {
        this.store = store;
        this.registry = registry;
        this.limits = limits;
    }

    /// See [dev.gantry.api.image.ImageTransfers#push].
    public void push(PushRequest request, ProgressSink sink) {
        Reference asked = request.reference();
        ProgressSink progress = new OneAtATime(sink);
        List<Reference> tags = tags(asked);
        progress.status("The push refers to repository [" + asked.name() + "]");
        try (RepositoryClient client =
                registry.call(service -> service.open(asked, request.credentials(), Access.PUSH, request.headers()))) {
            for (Reference tag : tags) {
                push(tag, request, client, progress);
            }
        }
    }

    private void push(Reference tag, PushRequest request, RepositoryClient client, ProgressSink progress) {
        StoredImage image = store.catalog().resolve(tag.familiar(), null);
        try (OpenLease lease = store.backends().leases().open(ImagePull.LEASE)) {
            store.backends()
                    .leases()
                    .add(
                            lease.id(),
                            LeasedResource.content(image.content().target().digest()));
            PushPlan plan = new PushChoice(store, client, tag).of(image, request.platform());
            new ImagePush(store, limits, client, tag, plan, progress).run();
            remember(tag, image.content(), plan.target());
            store.events().transfer("push", tag, image.image());
        }
    }

    /// What was pushed of this image has a name in the registry now that does not move.
    private void remember(Reference tag, ImageContent content, Descriptor pushed) {
        if (pushed.digest().equals(content.target().digest())
                || pushed.digest().equals(content.manifest().digest())) {
            ImageContent named = new ImageContent(
                    pushed,
                    content.manifest(),
                    content.config(),
                    content.image(),
                    content.layers(),
                    content.chainIds(),
                    content.parent());
            store.names().put(tag.repository().atDigest(pushed.digest()), named);
        }
    }

    private List<Reference> tags(Reference asked) {
        if (asked.digest() != null) {
            throw EngineException.invalidParameter("cannot push a digest reference");
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
        if (asked.tag() != null) {
            if (!tags.contains(asked)) {
                throw EngineException.notFound("tag does not exist: " + asked.familiar());
            }
            return List.of(asked);
        }
        tags.sort(Comparator.comparing(Reference::toString));
        return tags;
    }
}
