package dev.gantry.images.transfer;

import dev.gantry.api.json.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the files of an image archive are called and what is in them.
final class Archive {
    static final String MANIFEST = "manifest.json";
    static final String INDEX = "index.json";
    static final String LAYOUT = "oci-layout";
    static final String REPOSITORIES = "repositories";
    static final String BLOBS = "blobs/sha256/";
    static final String NAME = "io.containerd.image.name";
    static final String REF_NAME = "org.opencontainers.image.ref.name";

    private Archive() {}

    /// One image of `manifest.json`.
    record Item(String Config, @Nullable List<String> RepoTags, List<String> Layers) {
        Item {
            Config = Config == null ? "" : Config;
            Layers = Layers == null ? List.of() : List.copyOf(Layers);
        }

        List<String> tags() {
            return RepoTags == null ? List.of() : RepoTags;
        }
    }

    /// `oci-layout`.
    record Layout(@OmitEmpty String imageLayoutVersion) {}
}
