package dev.gantry.images.transfer;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.image.Reference;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.images.store.Digests;
import dev.gantry.images.store.ImageContent;
import dev.gantry.images.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Downloads the layers of one image side by side and unpacks them one after the other, each as soon as it and those below are here.
/// The first failure ends all.
final class LayerPull {
    private final Store store;
    private final BlobDownloads downloads;
    private final RepositoryClient client;
    private final Reference repository;
    private final ImageContent image;
    private final List<ItemReport> reports;

    LayerPull(
            Store store,
            BlobDownloads downloads,
            RepositoryClient client,
            Reference repository,
            ImageContent image,
            ProgressSink progress) {
        this.store = store;
        this.downloads = downloads;
        this.client = client;
        this.repository = repository;
        this.image = image;
        this.reports = image.layers().stream()
                .map(layer -> new ItemReport(progress, Digests.brief(layer.digest())))
                .toList();
    }

    void run(String lease) {
        List<@Nullable CompletableFuture<Void>> coming = new ArrayList<>();
        CompletableFuture<Void> failure = new CompletableFuture<>();
        ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
        try {
            boolean[] unpacked = unpacked(lease);
            for (int i = 0; i < image.layers().size(); i++) {
                coming.add(begin(i, unpacked[i], lease, tasks, failure));
            }
            for (int i = 0; i < image.layers().size(); i++) {
                CompletableFuture<Void> layer = coming.get(i);
                if (layer != null) {
                    await(layer, failure);
                    finish(i, unpacked[i], lease);
                }
            }
        } finally {
            tasks.shutdownNow();
            tasks.close();
        }
    }

    /// Which layers have their snapshot already: those below the highest one that has.
    private boolean[] unpacked(String lease) {
        boolean[] unpacked = new boolean[image.layers().size()];
        int top = unpacked.length;
        while (top > 0 && !store.unpacker().has(image.chainIds().get(top - 1), lease)) {
            top--;
        }
        for (int i = 0; i < top; i++) {
            unpacked[i] = true;
        }
        return unpacked;
    }

    private @Nullable CompletableFuture<Void> begin(
            int index, boolean unpacked, String lease, ExecutorService tasks, CompletableFuture<Void> failure) {
        Descriptor layer = image.layers().get(index);
        ItemReport report = reports.get(index);
        if (unpacked && downloads.has(layer.digest(), lease)) {
            report.state("Already exists");
            return null;
        }
        report.state("Pulling fs layer");
        return CompletableFuture.runAsync(() -> downloads.fetch(client, repository, layer, lease, report), tasks)
                .whenComplete((_, problem) -> {
                    if (problem != null) {
                        failure.completeExceptionally(problem);
                    }
                });
    }

    private static void await(CompletableFuture<Void> layer, CompletableFuture<Void> failure) {
        try {
            CompletableFuture.anyOf(layer, failure).get();
        } catch (InterruptedException e) {
            throw BlobDownloads.cancelled(e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            while (cause != null && cause.getCause() != null && !(cause instanceof EngineException)) {
                cause = cause.getCause();
            }
            throw cause instanceof EngineException engine ? engine : EngineException.system(String.valueOf(cause), e);
        }
    }

    private void finish(int index, boolean unpacked, String lease) {
        long size = image.layers().get(index).size();
        if (!unpacked) {
            reports.get(index).bytes("Extracting", 0, size);
            store.unpacker().unpack(image, index, lease);
            reports.get(index).bytes("Extracting", size, size);
        }
        reports.get(index).state("Pull complete");
    }
}
