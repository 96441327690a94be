package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The layers of an image, lowest first, by the digest of their uncompressed tar.
public record RootFS(
        @OmitEmpty String Type, @OmitEmpty @Nullable List<String> Layers) {
    /// All fields at their zero values.
    public static final RootFS EMPTY = new RootFS("", null);

    /// Replaces absent strings by empty ones and copies collections.
    public RootFS {
        Type = Values.text(Type);
        Layers = Values.list(Layers);
    }
}
