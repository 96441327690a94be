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
import dev.gantry.api.types.ProgressMessage;
import dev.gantry.images.store.ContentReader;
import dev.gantry.images.store.Store;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Pushes what is planned for one tag: layers and configurations side by side, then the manifests, the tag last.
final class ImagePush {
    private static final int LARGEST = 8 << 20;
    /// Of one blob. Docker has a setting for downloads alone.
    private static final int ATTEMPTS = 5;
    private static final int MOST_MOUNTS = 4;

    private final Store store;
    private final TransferLimits limits;
    private final RepositoryClient client;
    private final Reference tag;
    private final PushPlan plan;
    private final ProgressSink progress;

    ImagePush(
            Store store,
            TransferLimits limits,
            RepositoryClient client,
            Reference tag,
            PushPlan plan,
            ProgressSink progress) {
        this.store = store;
        this.limits = limits;
        this.client = client;
        this.tag = tag;
        this.plan = plan;
        this.progress = progress;
    }

    /// What clients that want to know the digest read.
    private record Result(String Tag, String Digest, long Size) {}

    /// The docker command prints a note about it.
    private record Instead(
            boolean manifestPushedInsteadOfIndex,
            dev.gantry.api.types.Descriptor originalIndex,
            dev.gantry.api.types.Descriptor selectedManifest) {}

    void run() {
        Descriptor target = plan.target();
        knock();
        pushBlobs();
        for (Descriptor manifest : plan.below()) {
            putManifest(manifest.digest(), manifest);
        }
        String name = String.valueOf(tag.tag());
        putManifest(name, target);
        progress.status(name + ": digest: " + target.digest() + " size: " + target.size());
        if (plan.instead() != null) {
            aux(new Instead(true, ContentReader.wire(plan.instead()), ContentReader.wire(target)));
        }
        aux(new Result(name, target.digest(), target.size()));
    }

    /// One question that is not tried again: who cannot get there, or is not let in, is told so at once.
    private void knock() {
        if (!plan.blobs().isEmpty()) {
            client.hasBlob(plan.blobs().getLast().content().digest());
        }
    }

    private void putManifest(String name, Descriptor manifest) {
        client.putManifest(
                name, new Manifest(manifest, store.backends().content().read(manifest.digest(), LARGEST)));
    }

    private void aux(Object value) {
        progress.report(new ProgressMessage("", "", null, "", "", null, "", value));
    }

    private void pushBlobs() {
        List<ItemReport> reports = plan.blobs().stream()
                .map(blob -> new ItemReport(blob.shown().isEmpty() ? ProgressSink.NONE : progress, blob.shown()))
                .toList();
        reports.forEach(report -> report.state("Preparing"));
        ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
        try {
            ExecutorCompletionService<Boolean> done = new ExecutorCompletionService<>(tasks);
            for (int i = 0; i < reports.size(); i++) {
                Descriptor blob = plan.blobs().get(i).content();
                ItemReport report = reports.get(i);
                done.submit(() -> pushBlob(blob, report));
            }
            for (int i = 0; i < reports.size(); i++) {
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
