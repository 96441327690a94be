package dev.gantry.api.image;

import dev.gantry.api.types.Filters;

/// What a list of images is to show.
///
/// @param filters `dangling`, `label`, `before`, `since`, `reference`, `until`; any other is INVALID_PARAMETER
/// @param all intermediate images too
/// @param sharedSize compute how much of each image is shared with others
/// @param manifests show the manifests of each image
public record ListQuery(Filters filters, boolean all, boolean sharedSize, boolean manifests) {
    /// All images but intermediate ones.
    public static final ListQuery DEFAULT = new ListQuery(Filters.NONE, false, false, false);
}
