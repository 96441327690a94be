package dev.gantry.images.store;

import dev.gantry.api.json.OmitEmpty;
import dev.gantry.api.types.Descriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A manifest (`config` and `layers`) or an index (`manifests`), as their JSON is.
public record OciManifest(
        int schemaVersion,
        @OmitEmpty String mediaType,
        @OmitEmpty @Nullable Descriptor config,
        @OmitEmpty List<Descriptor> layers,
        @OmitEmpty List<Descriptor> manifests,
        @OmitEmpty @Nullable Map<String, String> annotations) {
    /// What is absent is empty.
    public OciManifest {
        mediaType = mediaType == null ? "" : mediaType;
        layers = layers == null ? List.of() : List.copyOf(layers);
        manifests = manifests == null ? List.of() : List.copyOf(manifests);
    }

    /// What a manifest is made of: its layers, then its configuration.
    public List<Descriptor> parts() {
        List<Descriptor> parts = new ArrayList<>(layers);
        if (config != null) {
            parts.add(config);
        }
        return parts;
    }

    /// A new manifest of one image.
    public static OciManifest ofImage(String mediaType, Descriptor config, List<Descriptor> layers) {
        return new OciManifest(2, mediaType, config, layers, List.of(), null);
    }

    /// A new index.
    public static OciManifest ofIndex(List<Descriptor> manifests) {
        return new OciManifest(2, MediaTypes.OCI_INDEX, null, List.of(), manifests, null);
    }
}
