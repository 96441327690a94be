package dev.gantry.images;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.Reference;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.ImageDeleteResponse;
import dev.gantry.api.types.ImagesPruneReport;
import dev.gantry.images.store.Store;
import dev.gantry.images.store.StoredImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `docker image prune`.
final class Pruning {
    private static final Logger LOG = LoggerFactory.getLogger(Pruning.class);
    private static final Set<String> FILTERS = Set.of("dangling", "label", "label!", "until");

    private final Store store;
    private final Uses uses;
    private final Removal removal;
    private final AtomicBoolean running = new AtomicBoolean();

    Pruning(Store store, Uses uses, Removal removal) {
        this.store = store;
        this.uses = uses;
        this.removal = removal;
    }

    ImagesPruneReport prune(Filters filters) {
        filters.requireOnly(FILTERS);
        boolean danglingOnly = filters.flag("dangling", true);
        long until = filters.has("until") ? Until.seconds(filters) : Long.MAX_VALUE;
        if (!running.compareAndSet(false, true)) {
            throw EngineException.conflict("a prune operation is already running");
        }
        try {
            Map<String, Long> before = layers();
            List<ImageDeleteResponse> removed = new ArrayList<>();
            for (StoredImage image : store.catalog().refresh().newestFirst()) {
                boolean wanted = image.createdSeconds() < until
                        && filters.labelsForPrune(image.image().containers().Labels());
                boolean free = uses.of(image.id()).isEmpty()
                        && store.catalog().view().children(image.id()).isEmpty();
                if (wanted && free && (!danglingOnly || image.tags().isEmpty())) {
                    remove(image, removed);
                }
            }
            Map<String, Long> after = layers();
            long reclaimed = before.entrySet().stream()
                    .filter(layer -> !after.containsKey(layer.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            store.sizes().retain(store.catalog().view().newestFirst());
            store.events().pruned(reclaimed);
            return new ImagesPruneReport(removed.isEmpty() ? null : removed, reclaimed);
        } finally {
            running.set(false);
        }
    }

    private void remove(StoredImage image, List<ImageDeleteResponse> removed) {
        try {
            List<Reference> names = image.references();
            if (names.isEmpty()) {
                removed.addAll(removal.remove(image.id(), false, true, List.of()));
            } else {
                for (Reference name : names) {
                    if (store.catalog().view().named(name).isPresent()) {
                        removed.addAll(removal.remove(name.familiar(), false, true, List.of()));
                    }
                }
            }
        } catch (EngineException e) {
            LOG.debug("image={} stays: {}", image.id(), e.getMessage());
        }
    }

    private Map<String, Long> layers() {
        Map<String, Long> layers = new TreeMap<>();
        for (StoredImage image : store.catalog().view().newestFirst()) {
            for (int i = 0; i < image.content().chainIds().size(); i++) {
                layers.put(image.content().chainIds().get(i), store.sizes().layer(image.content(), i));
            }
        }
        return layers;
    }
}
