package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import org.jspecify.annotations.Nullable;

/// The answer of `POST /containers/{id}/wait`.
public record ContainerWaitResponse(
        long StatusCode, @OmitEmpty @Nullable WaitError Error) {}
