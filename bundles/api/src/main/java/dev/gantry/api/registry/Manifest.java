package dev.gantry.api.registry;

import dev.gantry.api.runtime.Descriptor;

/// A manifest or an index, verified against its digest. The bytes are not copied: leave them alone.
///
/// @param descriptor media type, digest and size
/// @param bytes exactly as the registry has them
@SuppressWarnings("ArrayRecordComponent")
public record Manifest(Descriptor descriptor, byte[] bytes) {}
