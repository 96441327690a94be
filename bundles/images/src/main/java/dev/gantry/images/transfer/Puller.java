package dev.gantry.images.transfer;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.image.PullRequest;
import dev.gantry.api.image.Reference;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.registry.Access;
import dev.gantry.api.registry.Registry;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.types.Platform;
import dev.gantry.images.store.CatalogView;
import dev.gantry.images.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `docker pull`.
public final class Puller {
    private final Store store;
    private final ServiceSlot<Registry> registry;
    private final BlobDownloads downloads;

    /// @param store where images go
    /// @param registry where they come from
    /// @param limits how much at once
    public Puller(Store store, ServiceSlot<Registry> registry, TransferLimits limits) {
        this.store = store;
        this.registry = registry;
        this.downloads = new BlobDownloads(store.backends(), limits);
    }

    /// See [dev.gantry.api.image.ImageTransfers#pull].
    public void pull(PullRequest request, ProgressSink sink) {
        Reference asked = request.reference();
        if (asked.path().equals("library/scratch") && asked.domain().equals(Reference.HUB)) {
            throw EngineException.forbidden("'scratch' is a reserved name");
        }
        ProgressSink progress = new OneAtATime(sink);
        try (RepositoryClient client =
                registry.call(service -> service.open(asked, request.credentials(), Access.PULL, request.headers()))) {
            boolean updated = false;
            for (Reference one : wanted(client, asked)) {
                updated |= new ImagePull(store, downloads, client, one, progress).run(request.platform());
            }
            progress.status((updated ? "Status: Downloaded newer image for " : "Status: Image is up to date for ")
                    + asked.familiar());
            warn(asked, request.platform(), progress);
        }
    }

    /// An image that was never made for several platforms is taken as it is; but whoever named one is told when it is another.
    private void warn(Reference asked, @Nullable Platform wanted, ProgressSink progress) {
        if (wanted != null) {
            store.catalog()
                    .view()
                    .named(asked)
                    .flatMap(image -> CatalogView.mismatch(image, asked.toString(), wanted))
                    .ifPresent(words -> progress.status("WARNING: " + words));
        }
    }

    private static List<Reference> wanted(RepositoryClient client, Reference asked) {
        if (asked.tag() != null || asked.digest() != null) {
            return List.of(asked);
        }
        return client.tags().stream().map(asked::withTag).toList();
    }
}
