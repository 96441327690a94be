package dev.gantry.api.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `POST /containers/{id}/update`.
public record ContainerUpdateResponse(@Nullable List<String> Warnings) {
    /// Replaces absent strings by empty ones and copies collections.
    public ContainerUpdateResponse {
        Warnings = Values.list(Warnings);
    }
}
