package dev.gantry.images.store;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.Platforms;
import dev.gantry.api.runtime.ContentInfo;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.types.Platform;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads manifests and configurations from the content store.
public final class ContentReader {
    private static final int LARGEST = 8 << 20;

    private final Backends backends;

    /// @param backends containerd's stores
    public ContentReader(Backends backends) {
        this.backends = backends;
    }

    /// A manifest or an index.
    public OciManifest manifest(String digest) {
        return backends.json().read(backends.content().read(digest, LARGEST), OciManifest.class);
    }

    /// What is here of a manifest that an index lists.
    public HeldManifest held(dev.gantry.api.types.Descriptor entry) {
        return HeldManifest.of(backends.content(), this, entry);
    }

    /// A configuration.
    public OciImage image(String digest) {
        return backends.json().read(backends.content().read(digest, LARGEST), OciImage.class);
    }

    /// What a name refers to.
    ///
    /// @param chosen digest of the manifest to take from an index; empty for the one that fits this machine best
    /// @throws EngineException NOT_FOUND when something of it is not here
    public ImageContent read(Descriptor target, String chosen) {
        Descriptor manifest = target;
        OciManifest parsed = manifest(target.digest());
        if (!parsed.manifests().isEmpty() || MediaTypes.isIndex(target.mediaType())) {
            manifest = chosen(parsed, chosen)
                    .orElseThrow(() -> EngineException.notFound("no manifest of " + target.digest() + " is here"));
            parsed = manifest(manifest.digest());
        }
        if (parsed.config() == null) {
            throw EngineException.notFound("manifest " + manifest.digest() + " has no configuration");
        }
        Descriptor config = plain(parsed.config());
        OciImage image = image(config.digest());
        List<Descriptor> layers =
                parsed.layers().stream().map(ContentReader::plain).toList();
        return new ImageContent(
                target, manifest, config, image, layers, Digests.chainIds(image.diffIds()), parent(config));
    }

    private String parent(Descriptor config) {
        return backends.content()
                .find(config.digest())
                .map(ContentInfo::labels)
                .map(l -> l.get(ImageContent.PARENT))
                .orElse("");
    }

    private Optional<Descriptor> chosen(OciManifest index, String digest) {
        if (!digest.isEmpty()) {
            return index.manifests().stream()
                    .filter(m -> m.digest().equals(digest))
                    .findFirst()
                    .map(ContentReader::plain);
        }
        List<dev.gantry.api.types.Descriptor> here = index.manifests().stream()
                .filter(m -> backends.content().find(m.digest()).isPresent())
                .toList();
        Optional<dev.gantry.api.types.Descriptor> best = best(here, Platforms.host());
        return best.or(() -> here.stream().findFirst()).map(ContentReader::plain);
    }

    /// The manifest of an index that serves a platform best.
    public static Optional<dev.gantry.api.types.Descriptor> best(
            List<dev.gantry.api.types.Descriptor> manifests, Platform wanted) {
        dev.gantry.api.types.Descriptor best = null;
        int bestFit = 0;
        for (dev.gantry.api.types.Descriptor manifest : manifests) {
            int fit = fit(manifest.platform(), wanted);
            if (fit > bestFit) {
                best = manifest;
                bestFit = fit;
            }
        }
        return Optional.ofNullable(best);
    }

    private static int fit(@Nullable Platform offered, Platform wanted) {
        return offered == null ? 1 : Platforms.fit(wanted, offered);
    }

    /// The part of a descriptor by which content is found.
    public static Descriptor plain(dev.gantry.api.types.Descriptor descriptor) {
        return new Descriptor(descriptor.mediaType(), descriptor.digest(), descriptor.size());
    }

    /// A descriptor as manifests have it.
    public static dev.gantry.api.types.Descriptor wire(Descriptor descriptor) {
        return new dev.gantry.api.types.Descriptor(
                descriptor.mediaType(), descriptor.digest(), descriptor.size(), null, null, "", null, "");
    }
}
