package dev.gantry.api.types;

/// The disk use of a volume; -1 = unknown.
public record VolumeUsage(long RefCount, long Size) {}
