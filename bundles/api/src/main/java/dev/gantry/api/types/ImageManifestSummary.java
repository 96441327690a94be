package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import org.jspecify.annotations.Nullable;

/// One manifest under an image's index.
public record ImageManifestSummary(
        String ID,
        @Nullable Descriptor Descriptor,
        boolean Available,
        String Kind,
        @Nullable ImageManifestSize Size,
        @OmitEmpty @Nullable ImageManifestData ImageData) {
    /// Replaces absent strings by empty ones and copies collections.
    public ImageManifestSummary {
        ID = Values.text(ID);
        Kind = Values.text(Kind);
    }
}
