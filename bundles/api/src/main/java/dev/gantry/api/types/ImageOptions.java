package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;

/// Options of an image mount.
public record ImageOptions(@OmitEmpty String Subpath) {
    /// Replaces absent strings by empty ones and copies collections.
    public ImageOptions {
        Subpath = Values.text(Subpath);
    }
}
