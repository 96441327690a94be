package dev.gantry.api.runtime;

/// What a snapshot takes on disk.
///
/// @param size in bytes
/// @param inodes how many
public record SnapshotUsage(long size, long inodes) {}
