package dev.gantry.api.types;

/// What `HEAD /containers/{id}/archive` tells in its header.
///
/// @param mode Go's file mode bits, not the kernel's
public record PathStat(String name, long size, long mode, String mtime, String linkTarget) {
    /// Replaces absent strings by empty ones and copies collections.
    public PathStat {
        name = Values.text(name);
        mtime = Values.text(mtime);
        linkTarget = Values.text(linkTarget);
    }
}
