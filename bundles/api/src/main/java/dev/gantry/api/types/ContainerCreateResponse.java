package dev.gantry.api.types;

import java.util.List;

/// The answer of `POST /containers/create`.
public record ContainerCreateResponse(String Id, List<String> Warnings) {
    /// Replaces absent strings by empty ones and copies collections.
    public ContainerCreateResponse {
        Id = Values.text(Id);
        Warnings = Values.listOrEmpty(Warnings);
    }
}
