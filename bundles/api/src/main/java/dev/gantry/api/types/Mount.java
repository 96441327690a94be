package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import org.jspecify.annotations.Nullable;

/// A mount wished for, as `--mount` gives it.
///
/// @param Type `bind`, `volume`, `tmpfs`, `image`, `npipe` or `cluster`
public record Mount(
        @OmitEmpty String Type,
        @OmitEmpty String Source,
        @OmitEmpty String Target,
        @OmitEmpty boolean ReadOnly,
        @OmitEmpty String Consistency,
        @OmitEmpty @Nullable BindOptions BindOptions,
        @OmitEmpty @Nullable VolumeOptions VolumeOptions,
        @OmitEmpty @Nullable ImageOptions ImageOptions,
        @OmitEmpty @Nullable TmpfsOptions TmpfsOptions,
        @OmitEmpty @Nullable EmptyObject ClusterOptions) {
    /// Replaces absent strings by empty ones and copies collections.
    public Mount {
        Type = Values.text(Type);
        Source = Values.text(Source);
        Target = Values.text(Target);
        Consistency = Values.text(Consistency);
    }
}
