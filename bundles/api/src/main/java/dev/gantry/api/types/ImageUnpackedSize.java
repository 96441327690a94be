package dev.gantry.api.types;

/// The bytes of an unpacked image.
public record ImageUnpackedSize(long Unpacked) {}
