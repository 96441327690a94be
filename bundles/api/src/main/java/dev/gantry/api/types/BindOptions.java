package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;

/// Options of a bind mount.
public record BindOptions(
        @OmitEmpty String Propagation,
        @OmitEmpty boolean NonRecursive,
        @OmitEmpty boolean CreateMountpoint,
        @OmitEmpty boolean ReadOnlyNonRecursive,
        @OmitEmpty boolean ReadOnlyForceRecursive) {
    /// Replaces absent strings by empty ones and copies collections.
    public BindOptions {
        Propagation = Values.text(Propagation);
    }
}
