package dev.gantry.api.image;

import dev.gantry.api.registry.Credentials;
import dev.gantry.api.types.Platform;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to pull.
///
/// @param reference without tag and digest: all tags
/// @param platform null for this machine's
/// @param credentials for its registry
/// @param headers to be passed on to the registry
public record PullRequest(
        Reference reference, @Nullable Platform platform, Credentials credentials, Map<String, List<String>> headers) {
    /// Copies the map.
    public PullRequest {
        headers = Map.copyOf(headers);
    }
}
