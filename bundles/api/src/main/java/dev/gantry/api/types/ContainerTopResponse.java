package dev.gantry.api.types;

import java.util.List;

/// The answer of `GET /containers/{id}/top`.
public record ContainerTopResponse(List<List<String>> Processes, List<String> Titles) {
    /// Replaces absent strings by empty ones and copies collections.
    public ContainerTopResponse {
        Processes = Values.listOrEmpty(Processes);
        Titles = Values.listOrEmpty(Titles);
    }
}
