package dev.gantry.images.transfer;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.Reference;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.runtime.ContentInfo;
import dev.gantry.api.runtime.ContentStore;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.runtime.GcLabels;
import dev.gantry.api.runtime.LeaseStore.LeasedResource;
import dev.gantry.images.store.Backends;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// All blobs on their way here. A blob that several pulls want comes once: the others tell how it goes, and when the first one gives up the next
/// goes on where it stopped.
public final class BlobDownloads {
    private final Backends backends;
    private final TransferLimits limits;
    private final Map<String, Flight> flights = new ConcurrentHashMap<>();

    /// @param backends containerd's stores
    /// @param limits how many at a time
    public BlobDownloads(Backends backends, TransferLimits limits) {
        this.backends = backends;
        this.limits = limits;
    }

    /// Whether the blob is here; it is then kept by the lease.
    boolean has(String digest, String lease) {
        if (backends.content().find(digest).isEmpty()) {
            return false;
        }
        backends.leases().add(lease, LeasedResource.content(digest));
        return backends.content().find(digest).isPresent();
    }

    /// Brings a blob here and under the lease.
    ///
    /// @param repository where it comes from, to be remembered for pushes
    void fetch(RepositoryClient client, Reference repository, Descriptor blob, String lease, ItemReport report) {
        while (!has(blob.digest(), lease)) {
            Flight mine = new Flight(report);
            Flight other = flights.putIfAbsent(blob.digest(), mine);
            if (other != null) {
                other.follow(report);
                continue;
            }
            try {
                download(client, blob, lease, mine);
            } finally {
                flights.remove(blob.digest(), mine);
                mine.land();
            }
        }
        remember(repository, blob.digest());
    }

    private void download(RepositoryClient client, Descriptor blob, String lease, Flight flight) {
        limits.downloads().take(flight);
        try {
            ContentStore content = backends.content().under(lease);
            new BlobDownload(client, content, blob, limits.settings(), flight).run(flight::isFollowed);
        } finally {
            limits.downloads().give();
        }
    }

    static EngineException cancelled(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return EngineException.unavailable("context canceled", cause);
    }

    /// Docker Hub's and other registries' blobs can be mounted from one repository into another when it is known where they are.
    private void remember(Reference repository, String digest) {
        String label = GcLabels.DISTRIBUTION_SOURCE + repository.domain();
        Optional<String> known =
                backends.content().find(digest).map(ContentInfo::labels).map(labels -> labels.get(label));
        String paths = known.orElse("");
        if (!("," + paths + ",").contains("," + repository.path() + ",")) {
            String joined = paths.isEmpty() ? repository.path() : paths + "," + repository.path();
            backends.content().label(digest, Map.of(label, joined));
        }
    }
}
