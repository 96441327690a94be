package dev.gantry.api.image;

/// What a container's root file system takes on disk, in bytes.
///
/// @param writable what the container has written (`SizeRw`)
/// @param total that and the image's layers (`SizeRootFs`)
public record RootfsUsage(long writable, long total) {}
