package dev.gantry.images;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.ImageUsers.ImageUse;
import dev.gantry.api.image.ListQuery;
import dev.gantry.api.image.Reference;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.ImageManifestSummary;
import dev.gantry.api.types.ImageSummary;
import dev.gantry.images.store.CatalogView;
import dev.gantry.images.store.Store;
import dev.gantry.images.store.StoredImage;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `docker images`.
final class Listing {
    private static final Set<String> FILTERS = Set.of("dangling", "label", "before", "since", "reference", "until");

    private final Store store;
    private final Uses uses;
    private final ManifestSummaries summaries;

    Listing(Store store, Uses uses, ManifestSummaries summaries) {
        this.store = store;
        this.uses = uses;
        this.summaries = summaries;
    }

    List<ImageSummary> list(ListQuery query) {
        Filters filters = query.filters().requireOnly(FILTERS);
        CatalogView view = store.catalog().view();
        Predicate<StoredImage> wanted = times(filters)
                .and(image -> filters.labels("label", image.image().containers().Labels()));
        boolean danglingOnly = filters.flag("dangling", false);
        boolean noDangling = filters.has("dangling") && !danglingOnly;
        Map<String, Long> containers =
                uses.all().stream().collect(Collectors.groupingBy(ImageUse::imageId, Collectors.counting()));
        Map<String, Integer> sharing = query.sharedSize() ? sharing(view) : Map.of();
        List<PathMatcher> patterns =
                filters.get("reference").stream().map(Listing::pattern).toList();
        List<ImageSummary> found = new ArrayList<>();
        for (StoredImage image : view.newestFirst()) {
            List<Reference> tags = fitting(image.tags(), patterns);
            List<Reference> digests = fitting(image.digests(), patterns);
            boolean nameless = tags.isEmpty() && digests.isEmpty();
            boolean hidden = nameless
                    ? noDangling
                            || !patterns.isEmpty()
                            || (!query.all() && !view.children(image.id()).isEmpty())
                    : danglingOnly && !image.tags().isEmpty();
            if (!hidden && wanted.test(image)) {
                long shared = query.sharedSize() ? shared(image, sharing) : -1;
                List<ImageManifestSummary> manifests = query.manifests() ? summaries.of(image) : null;
                found.add(summary(
                        image, new Shown(tags, digests, shared, containers.getOrDefault(image.id(), 0L), manifests)));
            }
        }
        return found;
    }

    /// What the query makes of an image.
    private record Shown(
            List<Reference> tags,
            List<Reference> digests,
            long shared,
            long containers,
            @Nullable List<ImageManifestSummary> manifests) {}

    private Predicate<StoredImage> times(Filters filters) {
        Predicate<StoredImage> wanted = image -> true;
        for (String name : filters.get("before")) {
            Instant limit = store.catalog().resolve(name, null).created();
            wanted = wanted.and(image -> image.created().isBefore(limit));
        }
        for (String name : filters.get("since")) {
            Instant limit = store.catalog().resolve(name, null).created();
            wanted = wanted.and(image -> image.created().isAfter(limit));
        }
        if (filters.has("until")) {
            long limit = Until.seconds(filters);
            wanted = wanted.and(image -> image.createdSeconds() < limit);
        }
        return wanted;
    }

    private ImageSummary summary(StoredImage image, Shown shown) {
        return new ImageSummary(
                image.id(),
                image.content().parent(),
                familiar(shown.tags()),
                familiar(shown.digests()),
                image.createdSeconds(),
                store.sizes().of(image.content()),
                shown.shared(),
                0,
                image.image().containers().Labels(),
                shown.containers(),
                shown.manifests(),
                ManifestSummaries.target(image));
    }

    static List<String> familiar(List<Reference> references) {
        return references.stream().map(Reference::familiar).sorted().toList();
    }

    private static PathMatcher pattern(String written) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob(written));
        } catch (PatternSyntaxException e) {
            throw EngineException.invalidParameter("invalid filter 'reference=" + written + "'", e);
        }
    }

    /// Docker's patterns know no braces, no two stars, and exclude characters by `^`.
    private static String glob(String written) {
        return written.replaceAll("\\*+", "*")
                .replaceAll("(?<!\\\\)([{}])", "\\\\$1")
                .replace("[^", "[!");
    }

    private static List<Reference> fitting(List<Reference> references, List<PathMatcher> patterns) {
        if (patterns.isEmpty()) {
            return references;
        }
        return references.stream()
                .filter(reference -> patterns.stream()
                        .anyMatch(pattern -> pattern.matches(Path.of(reference.familiar()))
                                || pattern.matches(Path.of(reference.familiarName()))))
                .toList();
    }

    private static Map<String, Integer> sharing(CatalogView view) {
        Map<String, Integer> counts = new HashMap<>();
        view.newestFirst()
                .forEach(image -> new HashSet<>(image.content().chainIds())
                        .forEach(chain -> counts.merge(chain, 1, Integer::sum)));
        return counts;
    }

    private long shared(StoredImage image, Map<String, Integer> sharing) {
        long sum = 0;
        for (int i = 0; i < image.content().chainIds().size(); i++) {
            if (sharing.getOrDefault(image.content().chainIds().get(i), 0) > 1) {
                sum += store.sizes().layer(image.content(), i);
            }
        }
        return sum;
    }

    long layersSize() {
        Map<String, Long> layers = new HashMap<>();
        for (StoredImage image : store.catalog().view().newestFirst()) {
            for (int i = 0; i < image.content().chainIds().size(); i++) {
                layers.put(image.content().chainIds().get(i), store.sizes().layer(image.content(), i));
            }
        }
        return layers.values().stream().mapToLong(Long::longValue).sum();
    }
}
