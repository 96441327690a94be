package dev.gantry.api.types;

/// One path that differs from the image.
///
/// @param Kind 0 = modified, 1 = added, 2 = deleted
public record FilesystemChange(String Path, int Kind) {
    /// Replaces absent strings by empty ones and copies collections.
    public FilesystemChange {
        Path = Values.text(Path);
    }
}
