package dev.gantry.images.transfer;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.image.Reference;
import dev.gantry.api.registry.Manifest;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.runtime.ContentInfo;
import dev.gantry.api.runtime.ContentStore;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.runtime.GcLabels;
import dev.gantry.api.runtime.LeaseStore.LeasedResource;
import dev.gantry.api.runtime.LeaseStore.OpenLease;
import dev.gantry.api.types.ProgressMessage;
import dev.gantry.images.store.Digests;
import dev.gantry.images.store.ImageContent;
import dev.gantry.images.store.Store;
import dev.gantry.images.store.StoredImage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Pushes one image under one tag: its layers side by side, then the configuration, then the manifest.
final class ImagePush {
    private static final int LARGEST = 8 << 20;
    /// Of one blob. Docker has a setting for downloads alone.
    private static final int ATTEMPTS = 5;
    private static final int MOST_MOUNTS = 4;

    private final Store store;
    private final TransferLimits limits;
    private final RepositoryClient client;
    private final Reference tag;
    private final StoredImage image;
    private final ProgressSink progress;

    ImagePush(
            Store store,
            TransferLimits limits,
            RepositoryClient client,
            Reference tag,
            StoredImage image,
            ProgressSink progress) {
        this.store = store;
        this.limits = limits;
        this.client = client;
        this.tag = tag;
        this.image = image;
        this.progress = progress;
    }

    /// What clients that want to know the digest read.
    private record Result(String Tag, String Digest, long Size) {}

    void run() {
        ImageContent content = image.content();
        try (OpenLease lease = store.backends().leases().open(ImagePull.LEASE)) {
            store.backends()
                    .leases()
                    .add(lease.id(), LeasedResource.content(content.manifest().digest()));
            pushLayers(content);
            pushBlob(content.config(), new ItemReport(ProgressSink.NONE, ""));
            byte[] bytes = store.backends().content().read(content.manifest().digest(), LARGEST);
            String name = String.valueOf(tag.tag());
            client.putManifest(name, new Manifest(content.manifest(), bytes));
            Descriptor manifest = content.manifest();
            progress.status(name + ": digest: " + manifest.digest() + " size: " + manifest.size());
            remember(content);
            store.events().transfer("push", tag, image.image());
            Result result = new Result(name, manifest.digest(), manifest.size());
            progress.report(new ProgressMessage("", "", null, "", "", null, "", result));
        }
    }

    /// The image has a name in the registry now that does not move.
    private void remember(ImageContent content) {
        ImageContent pushed = new ImageContent(
                content.manifest(),
                content.manifest(),
                content.config(),
                content.image(),
                content.layers(),
                content.chainIds(),
                content.parent());
        store.names().put(tag.repository().atDigest(content.manifest().digest()), pushed);
    }

    private void pushLayers(ImageContent content) {
        List<ItemReport> reports = content.image().diffIds().stream()
                .map(diffId -> new ItemReport(progress, Digests.brief(diffId)))
                .toList();
        reports.forEach(report -> report.state("Preparing"));
        ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
        try {
            ExecutorCompletionService<Boolean> done = new ExecutorCompletionService<>(tasks);
            for (int i = 0; i < content.layers().size(); i++) {
                Descriptor layer = content.layers().get(i);
                ItemReport report = reports.get(i);
                done.submit(() -> pushBlob(layer, report));
            }
            for (int i = 0; i < content.layers().size(); i++) {
                done.take().get();
            }
        } catch (InterruptedException e) {
            throw BlobDownloads.cancelled(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof EngineException engine
                    ? engine
                    : EngineException.system(String.valueOf(e.getCause()), e);
        } finally {
            tasks.shutdownNow();
            tasks.close();
        }
    }

    private boolean pushBlob(Descriptor blob, ItemReport report) {
        limits.uploads().take(report);
        try {
            Retries retries = new Retries(ATTEMPTS, limits.settings().retryPause(), report);
            while (true) {
                try {
                    attempt(blob, report);
                    return true;
                } catch (EngineException e) {
                    retries.after(e);
                }
            }
        } finally {
            limits.uploads().give();
        }
    }

    private void attempt(Descriptor blob, ItemReport report) {
        if (client.hasBlob(blob.digest())) {
            report.state("Layer already exists");
        } else if (!mounted(blob, report)) {
            ContentStore content = store.backends().content();
            client.pushBlob(
                    blob, () -> content.open(blob.digest(), 0), sent -> report.bytes("Pushing", sent, blob.size()));
            report.state("Pushed");
            source(blob);
        }
    }

    private boolean mounted(Descriptor blob, ItemReport report) {
        List<String> others = sources(blob).stream()
                .filter(path -> !path.isEmpty() && !path.equals(tag.path()))
                .limit(MOST_MOUNTS)
                .toList();
        for (String path : others) {
            if (client.mountBlob(blob.digest(), path)) {
                report.state("Mounted from " + path);
                source(blob);
                return true;
            }
        }
        return false;
    }

    private List<String> sources(Descriptor blob) {
        return store.backends()
                .content()
                .find(blob.digest())
                .map(ContentInfo::labels)
                .map(labels -> labels.getOrDefault(GcLabels.DISTRIBUTION_SOURCE + tag.domain(), ""))
                .map(paths -> List.of(paths.split(",")))
                .orElse(List.of());
    }

    /// The blob is in this repository now; other repositories of the registry can take it from there.
    private void source(Descriptor blob) {
        List<String> present = sources(blob);
        if (present.contains(tag.path())) {
            return;
        }
        String known = String.join(",", present);
        String paths = known.isEmpty() ? tag.path() : known + "," + tag.path();
        store.backends().content().label(blob.digest(), Map.of(GcLabels.DISTRIBUTION_SOURCE + tag.domain(), paths));
    }
}
