package dev.gantry.images.transfer;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.Platforms;
import dev.gantry.api.image.Reference;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.registry.Manifest;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.runtime.ContentStore;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.runtime.GcLabels;
import dev.gantry.api.types.Platform;
import dev.gantry.images.store.ContentReader;
import dev.gantry.images.store.MediaTypes;
import dev.gantry.images.store.OciManifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a tag or digest stands for in a registry, down to the manifest for one platform.
///
/// @param target the manifest or index itself
/// @param manifest the manifest; the same when there is no index
/// @param parsed the manifest's content
record RemoteImage(Manifest target, Manifest manifest, OciManifest parsed) {
    private static final int LARGEST = 8 << 20;

    /// Finds it; manifests that are here already are not fetched again.
    static RemoteImage find(
            RepositoryClient client,
            ContentStore content,
            JsonCodec json,
            Reference asked,
            @Nullable Platform platform) {
        String tagOrDigest = asked.digest() != null ? asked.digest() : String.valueOf(asked.tag());
        Manifest target = fetch(client, content, client.resolve(tagOrDigest));
        refuseOld(target.descriptor().mediaType(), asked);
        OciManifest parsed = json.read(target.bytes(), OciManifest.class);
        if (!MediaTypes.isIndex(target.descriptor().mediaType())
                && parsed.manifests().isEmpty()) {
            return checked(new RemoteImage(target, target, parsed));
        }
        Platform wanted = platform == null ? Platforms.host() : platform;
        Descriptor chosen = ContentReader.best(parsed.manifests(), wanted)
                .map(ContentReader::plain)
                .orElseThrow(() -> EngineException.notFound("no matching manifest for "
                        + Platforms.format(Platforms.normalized(wanted)) + " in the manifest list entries"));
        Manifest manifest = fetch(client, content, chosen);
        refuseOld(manifest.descriptor().mediaType(), asked);
        return checked(new RemoteImage(target, manifest, json.read(manifest.bytes(), OciManifest.class)));
    }

    private static void refuseOld(String mediaType, Reference asked) {
        if (MediaTypes.isSchemaOne(mediaType)) {
            throw EngineException.invalidParameter(
                    "Docker Image Format v1 and Docker Image manifest version 2, schema 1 support has"
                            + " been removed. Suggest the author of " + asked.familiar()
                            + " to upgrade the image to the OCI Format or Docker Image manifest v2, schema 2. More information at"
                            + " https://docs.docker.com/go/deprecated-image-specs/");
        }
    }

    private static RemoteImage checked(RemoteImage image) {
        dev.gantry.api.types.Descriptor config = image.parsed().config();
        if (config == null) {
            throw EngineException.invalidParameter("invalid manifest: no configuration");
        }
        if (!MediaTypes.isConfig(config.mediaType())) {
            throw EngineException.invalidParameter("unsupported media type " + config.mediaType());
        }
        return image;
    }

    private static Manifest fetch(RepositoryClient client, ContentStore content, Descriptor descriptor) {
        if (content.find(descriptor.digest()).isPresent()) {
            return new Manifest(descriptor, content.read(descriptor.digest(), LARGEST));
        }
        return client.manifest(descriptor.digest());
    }

    Descriptor config() {
        if (parsed.config() == null) {
            throw new IllegalStateException();
        }
        return ContentReader.plain(parsed.config());
    }

    List<Descriptor> layers() {
        return parsed.layers().stream().map(ContentReader::plain).toList();
    }

    /// Writes manifest and index, with the labels by which they keep what they refer to.
    void store(ContentStore leased) {
        leased.put(manifest.descriptor(), manifest.bytes(), references(config().digest(), layers()));
        if (!target.descriptor().digest().equals(manifest.descriptor().digest())) {
            leased.put(
                    target.descriptor(),
                    target.bytes(),
                    Map.of(
                            GcLabels.CONTENT + "m." + position(),
                            manifest.descriptor().digest()));
        }
    }

    /// Where a manifest stands in its index has a label of its own, so that several platforms can be here at once.
    private String position() {
        return manifest.descriptor().digest().substring(7, 19);
    }

    /// The labels by which a manifest keeps its parts.
    static Map<String, String> references(String config, List<Descriptor> layers) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(GcLabels.config(), config);
        for (int i = 0; i < layers.size(); i++) {
            labels.put(GcLabels.layer(i), layers.get(i).digest());
        }
        return labels;
    }
}
