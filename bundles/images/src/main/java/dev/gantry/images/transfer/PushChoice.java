package dev.gantry.images.transfer;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.image.Platforms;
import dev.gantry.api.image.Reference;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.types.Platform;
import dev.gantry.images.store.CatalogView;
import dev.gantry.images.store.ContentReader;
import dev.gantry.images.store.Digests;
import dev.gantry.images.store.HeldManifest;
import dev.gantry.images.store.MediaTypes;
import dev.gantry.images.store.OciManifest;
import dev.gantry.images.store.Store;
import dev.gantry.images.store.StoredImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Chooses what to push of a tag. An index goes as a whole when each of its manifests is here with all its parts, or in the
/// repository already; else the one manifest that is meant goes in its place.
final class PushChoice {
    private static final int STRICT = 100;

    private final Store store;
    private final RepositoryClient client;
    private final Reference tag;
    private final List<HeldManifest> leaves = new ArrayList<>();
    /// Manifests and indexes below the target that are here, children first.
    private final List<Descriptor> below = new ArrayList<>();

    PushChoice(Store store, RepositoryClient client, Reference tag) {
        this.store = store;
        this.client = client;
        this.tag = tag;
    }

    /// @param platform null for no particular one
    /// @throws EngineException NOT_FOUND when nothing is here for the platform; CONFLICT when it is not clear what is meant
    PushPlan of(StoredImage image, @Nullable Platform platform) {
        Descriptor target = image.content().target();
        if (target.digest().equals(image.manifest().digest())) {
            Optional<String> mismatch =
                    platform == null ? Optional.empty() : CatalogView.mismatch(image, tag.familiar(), platform);
            if (mismatch.isPresent()) {
                throw EngineException.notFound(mismatch.get());
            }
            return plan(target, null, List.of());
        }
        walk(target);
        if (platform == null && leaves.stream().allMatch(leaf -> leaf.whole() || isThere(leaf))) {
            return plan(target, null, below);
        }
        Descriptor manifest = ContentReader.plain(meant(platform).entry());
        return plan(manifest, platform == null ? target : null, List.of());
    }

    private void walk(Descriptor index) {
        for (var entry : store.reader().manifest(index.digest()).manifests()) {
            Descriptor child = ContentReader.plain(entry);
            boolean here = store.backends().content().find(child.digest()).isPresent();
            if (here && MediaTypes.isIndex(child.mediaType())) {
                walk(child);
                below.add(child);
                continue;
            }
            HeldManifest leaf = store.reader().held(entry);
            leaves.add(leaf);
            if (leaf.whole()) {
                below.add(child);
            }
        }
    }

    private boolean isThere(HeldManifest leaf) {
        try {
            client.resolve(leaf.entry().digest());
            return true;
        } catch (EngineException e) {
            if (e.kind() != ErrorKind.NOT_FOUND) {
                throw e;
            }
            return false;
        }
    }

    private HeldManifest meant(@Nullable Platform wanted) {
        List<HeldManifest> usable = leaves.stream()
                .filter(leaf -> leaf.whole() && leaf.kind().equals("image"))
                .filter(leaf -> wanted == null || Platforms.fit(wanted, platform(leaf)) == STRICT)
                .toList();
        if (usable.isEmpty()) {
            throw EngineException.notFound("image with reference " + tag.familiar() + " was found but does not provide "
                    + (wanted == null ? "any platform" : "the specified platform (" + Platforms.format(wanted) + ")"));
        }
        if (usable.size() == 1) {
            return usable.getFirst();
        }
        if (wanted != null) {
            throw EngineException.conflict("multiple manifests found for platform " + Platforms.format(wanted));
        }
        Platform host = Platforms.host();
        return usable.stream()
                .filter(leaf -> Platforms.fit(host, platform(leaf)) > 0)
                .max((a, b) -> Integer.compare(Platforms.fit(host, platform(a)), Platforms.fit(host, platform(b))))
                .orElseThrow(() -> EngineException.conflict(
                        "multiple matching manifests found but no specific platform requested"));
    }

    /// What the configuration says counts: indexes need not say it.
    private Platform platform(HeldManifest leaf) {
        OciManifest manifest = leaf.parsed();
        if (manifest == null || manifest.config() == null) {
            return new Platform("", "", "", null, "");
        }
        return store.reader().image(manifest.config().digest()).platform();
    }

    private PushPlan plan(Descriptor target, @Nullable Descriptor instead, List<Descriptor> below) {
        Map<String, PushPlan.Blob> blobs = new LinkedHashMap<>();
        List<Descriptor> all = new ArrayList<>(below);
        all.add(target);
        for (Descriptor one : all) {
            if (!MediaTypes.isIndex(one.mediaType())) {
                blobs(store.reader().manifest(one.digest()), blobs);
            }
        }
        return new PushPlan(target, instead, below, List.copyOf(blobs.values()));
    }

    private void blobs(OciManifest manifest, Map<String, PushPlan.Blob> blobs) {
        List<Descriptor> layers =
                manifest.layers().stream().map(ContentReader::plain).toList();
        List<String> names = names(manifest, layers);
        for (int i = 0; i < layers.size(); i++) {
            blobs.putIfAbsent(layers.get(i).digest(), new PushPlan.Blob(layers.get(i), Digests.brief(names.get(i))));
        }
        if (manifest.config() != null) {
            Descriptor config = ContentReader.plain(manifest.config());
            blobs.putIfAbsent(config.digest(), new PushPlan.Blob(config, ""));
        }
    }

    /// Layers are shown by the digests of what is in them, as `docker push` always has; those of what is no image, by their own.
    private List<String> names(OciManifest manifest, List<Descriptor> layers) {
        if (manifest.config() != null && MediaTypes.isConfig(manifest.config().mediaType())) {
            List<String> diffIds =
                    store.reader().image(manifest.config().digest()).diffIds();
            if (diffIds.size() == layers.size()) {
                return diffIds;
            }
        }
        return layers.stream().map(Descriptor::digest).toList();
    }
}
