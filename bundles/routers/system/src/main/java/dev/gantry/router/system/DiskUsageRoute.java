package dev.gantry.router.system;

import dev.gantry.api.container.ListRequest;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.ApiVersion;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Handler;
import dev.gantry.api.image.ListQuery;
import dev.gantry.api.types.DiskUsage;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.ImageSummary;
import dev.gantry.api.types.ImageSummaryBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What everything takes on disk. Those who ask at the same time share one walk over the disk.
final class DiskUsageRoute implements Handler {
    private static final Set<String> KINDS = Set.of("container", "image", "volume", "build-cache");

    private final SystemServices services;
    private final Map<Set<String>, Shared<DiskUsage>> walks = new ConcurrentHashMap<>();

    DiskUsageRoute(SystemServices services) {
        this.services = services;
    }

    @Override
    public void handle(Exchange exchange) throws IOException, InterruptedException {
        ApiVersion version = exchange.apiVersion();
        Set<String> kinds = version.isAtLeast(42) ? kinds(exchange.queryAll("type")) : KINDS;
        DiskUsage usage = walks.computeIfAbsent(kinds, wanted -> new Shared<>(() -> measure(wanted)))
                .get();
        exchange.respondJson(200, old(usage, version));
    }

    private static Set<String> kinds(List<String> wanted) {
        for (String kind : wanted) {
            if (!KINDS.contains(kind)) {
                throw EngineException.invalidParameter("unknown object type: " + kind);
            }
        }
        return wanted.isEmpty() ? KINDS : Set.copyOf(wanted);
    }

    private DiskUsage measure(Set<String> kinds) {
        boolean images = kinds.contains("image");
        return new DiskUsage(
                images ? services.images.call(store -> store.layersSize()) : 0,
                images
                        ? services.images.call(store -> store.list(new ListQuery(Filters.NONE, false, true, false)))
                        : null,
                kinds.contains("container")
                        ? services.containers.call(engine -> engine.list(new ListRequest(true, 0, true, Filters.NONE)))
                        : null,
                kinds.contains("volume")
                        ? services.volumes.call(store -> store.usage()).Volumes()
                        : null,
                kinds.contains("build-cache") ? List.of() : null,
                null);
    }

    private static DiskUsage old(DiskUsage usage, ApiVersion version) {
        if (version.isAtLeast(44)) {
            return usage;
        }
        List<ImageSummary> images = usage.Images();
        return new DiskUsage(
                usage.LayersSize(),
                images == null
                        ? null
                        : images.stream()
                                .map(image -> ImageSummaryBuilder.builder(image)
                                        .VirtualSize(image.Size())
                                        .build())
                                .toList(),
                usage.Containers(),
                usage.Volumes(),
                usage.BuildCache(),
                version.isBefore(42) ? 0L : null);
    }
}
