package dev.gantry.images.transfer;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.image.Reference;
import dev.gantry.api.runtime.ContentStore;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.runtime.GcLabels;
import dev.gantry.api.runtime.LeaseStore.LeasedResource;
import dev.gantry.api.runtime.Snapshots;
import dev.gantry.images.store.ContentReader;
import dev.gantry.images.store.Digests;
import dev.gantry.images.store.ImageContent;
import dev.gantry.images.store.MediaTypes;
import dev.gantry.images.store.OciImage;
import dev.gantry.images.store.OciManifest;
import dev.gantry.images.store.Store;
import dev.gantry.images.store.Uninterrupted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Puts images together from layers that are here and a configuration.
///
/// @param lease keeps the parts until the image has a name
record ImageAssembly(Store store, String lease) {
    /// Unpacks a layer whose diff id is not known yet, over nothing.
    ///
    /// @return the diff id
    String unpackBase(Descriptor layer) {
        Snapshots snapshots = store.backends().snapshots().under(lease);
        String key = "extract-" + UUID.randomUUID();
        boolean done = false;
        try {
            String diffId = store.backends()
                    .diffs()
                    .apply(layer, snapshots.prepare(key, null, Map.of()))
                    .digest();
            try {
                snapshots.commit(diffId, key, Map.of());
                done = true;
            } catch (EngineException e) {
                if (e.kind() != ErrorKind.CONFLICT) {
                    throw e;
                }
                store.backends().leases().add(lease, LeasedResource.snapshot(snapshots.snapshotter(), diffId));
            }
            store.backends().content().label(layer.digest(), Map.of(GcLabels.UNCOMPRESSED, diffId));
            return diffId;
        } finally {
            if (!done) {
                Uninterrupted.run(() -> snapshots.remove(key));
            }
        }
    }

    /// Writes configuration and manifest of a new image and unpacks what is not unpacked.
    ///
    /// @param parent the image that it was made from here; empty for none
    ImageContent write(OciImage image, List<Descriptor> layers, String parent) {
        byte[] bytes = store.backends().json().write(image);
        Descriptor config = new Descriptor(MediaTypes.DOCKER_CONFIG, Digests.of(bytes), bytes.length);
        store.backends()
                .content()
                .under(lease)
                .put(config, bytes, parent.isEmpty() ? Map.of() : Map.of(ImageContent.PARENT, parent));
        return describe(config, image, layers, parent);
    }

    /// Writes the manifest of an image whose configuration is here, and unpacks what is not unpacked.
    ImageContent describe(Descriptor config, OciImage image, List<Descriptor> layers, String parent) {
        OciManifest manifest = OciManifest.ofImage(
                MediaTypes.DOCKER_MANIFEST,
                ContentReader.wire(config),
                layers.stream().map(ContentReader::wire).toList());
        byte[] bytes = store.backends().json().write(manifest);
        return describe(
                new Descriptor(MediaTypes.DOCKER_MANIFEST, Digests.of(bytes), bytes.length),
                bytes,
                config,
                image,
                layers,
                parent);
    }

    private ImageContent describe(
            Descriptor manifest,
            byte[] bytes,
            Descriptor config,
            OciImage image,
            List<Descriptor> layers,
            String parent) {
        ContentStore content = store.backends().content().under(lease);
        content.put(manifest, bytes, RemoteImage.references(config.digest(), layers));
        ImageContent made =
                new ImageContent(manifest, manifest, config, image, layers, Digests.chainIds(image.diffIds()), parent);
        finish(made);
        return made;
    }

    /// Unpacks what is not unpacked, and makes the layer that containers will stand on.
    void finish(ImageContent made) {
        store.unpacker().unpackAll(made, lease);
        store.initLayer().ensure(made.topChainId(), made.id(), lease);
    }

    /// Gives the image its name, or keeps it without.
    ///
    /// @return the id of the image that had the name before
    Optional<String> name(@Nullable Reference target, ImageContent image) {
        if (target == null) {
            store.names().keep(image);
            return Optional.empty();
        }
        return store.names().put(target, image);
    }
}
