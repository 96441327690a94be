package dev.gantry.images.transfer;

import dev.gantry.api.runtime.Descriptor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a push brings to a registry under one tag.
///
/// @param target what the tag will mean: an index, or a manifest
/// @param instead the index whose only usable manifest is pushed in its place; null when nothing is left out
/// @param below manifests and indexes that the target lists and that the registry must have first, children before parents
/// @param blobs layers and configurations
record PushPlan(Descriptor target, @Nullable Descriptor instead, List<Descriptor> below, List<Blob> blobs) {
    /// @param shown twelve digits by which people know it; empty for what they are not told of
    record Blob(Descriptor content, String shown) {}

    PushPlan {
        below = List.copyOf(below);
        blobs = List.copyOf(blobs);
    }
}
