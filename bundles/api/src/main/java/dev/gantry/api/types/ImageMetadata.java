package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;

/// What this engine knows about an image beside its content.
public record ImageMetadata(@OmitEmpty String LastTagTime) {
    /// All fields at their zero values.
    public static final ImageMetadata EMPTY = new ImageMetadata("");

    /// Replaces absent strings by empty ones and copies collections.
    public ImageMetadata {
        LastTagTime = Values.text(LastTagTime);
    }
}
