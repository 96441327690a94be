package dev.gantry.api.container;

import dev.gantry.api.types.ContainerCreateRequest;
import dev.gantry.api.types.Platform;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A container to be made.
///
/// @param name with or without `/`; empty for a made-up one
/// @param platform of the image; null for any
/// @param body as the client sent it, adapted to the API version it speaks
/// @param warnings that the answer is to carry before the engine's own
public record CreateRequest(
        String name, @Nullable Platform platform, ContainerCreateRequest body, List<String> warnings) {
    /// Refuses nulls, copies the list.
    public CreateRequest {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(body, "body");
        warnings = List.copyOf(warnings);
    }

    /// Without platform and warnings.
    public CreateRequest(String name, ContainerCreateRequest body) {
        this(name, null, body, List.of());
    }
}
