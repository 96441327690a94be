package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Options of a tmpfs mount.
///
/// @param SizeBytes 0 = unlimited
/// @param Mode permission bits
public record TmpfsOptions(
        @OmitEmpty long SizeBytes,
        @OmitEmpty int Mode,
        @OmitEmpty @Nullable List<List<String>> Options) {
    /// Replaces absent strings by empty ones and copies collections.
    public TmpfsOptions {
        Options = Values.list(Options);
    }
}
