package dev.gantry.api.image;

import dev.gantry.api.registry.Credentials;
import dev.gantry.api.types.Platform;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to push.
///
/// @param reference without a tag: all tags of the repository that are here
/// @param platform null for all that is here of an image for several platforms, else the one that is meant
/// @param credentials for its registry
/// @param headers to be passed on to the registry
public record PushRequest(
        Reference reference, @Nullable Platform platform, Credentials credentials, Map<String, List<String>> headers) {
    /// Copies the map.
    public PushRequest {
        headers = Map.copyOf(headers);
    }
}
