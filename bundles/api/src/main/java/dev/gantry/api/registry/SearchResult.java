package dev.gantry.api.registry;

/// One repository that a search has found, named as the Engine API writes it.
///
/// @param star_count how many people like it
/// @param is_official whether Docker keeps it
/// @param name such as `library/busybox` or `busybox`
/// @param is_automated no longer used by registries
/// @param description one line
public record SearchResult(int star_count, boolean is_official, String name, boolean is_automated, String description) {
    /// Replaces absent strings by empty ones.
    public SearchResult {
        name = name == null ? "" : name;
        description = description == null ? "" : description;
    }
}
