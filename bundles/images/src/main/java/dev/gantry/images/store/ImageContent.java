package dev.gantry.images.store;

import dev.gantry.api.runtime.Descriptor;
import java.util.List;

/// What an image is made of. Never changes.
///
/// @param target what names refer to: the manifest, or the index that it was chosen from
/// @param manifest the manifest
/// @param config its configuration
/// @param image the configuration's content
/// @param layers as they are in the content store, lowest first
/// @param chainIds the layers' snapshots, lowest first
/// @param parent id of the image that it was made from here; empty when it was not
public record ImageContent(
        Descriptor target,
        Descriptor manifest,
        Descriptor config,
        OciImage image,
        List<Descriptor> layers,
        List<String> chainIds,
        String parent) {
    /// Label of an image record whose target is an index: the manifest that was chosen.
    public static final String CHOSEN = "dev.gantry.image.manifest";

    /// Label of a configuration: the image that it was made from here. Docker knows it by the same name.
    public static final String PARENT = "org.mobyproject.image.parent";

    /// Copies the lists.
    public ImageContent {
        layers = List.copyOf(layers);
        chainIds = List.copyOf(chainIds);
    }

    /// Digest of the configuration.
    public String id() {
        return config.digest();
    }

    /// The top snapshot; empty when there are no layers.
    public String topChainId() {
        return chainIds.isEmpty() ? "" : chainIds.getLast();
    }
}
