package dev.gantry.api.types;

/// The bytes of one manifest of an image.
public record ImageManifestSize(long Total, long Content) {}
