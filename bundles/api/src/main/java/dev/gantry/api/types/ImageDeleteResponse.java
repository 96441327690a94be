package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;

/// One thing that removing an image did.
public record ImageDeleteResponse(
        @OmitEmpty String Untagged, @OmitEmpty String Deleted) {
    /// Replaces absent strings by empty ones and copies collections.
    public ImageDeleteResponse {
        Untagged = Values.text(Untagged);
        Deleted = Values.text(Deleted);
    }
}
