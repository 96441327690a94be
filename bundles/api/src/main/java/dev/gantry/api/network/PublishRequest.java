package dev.gantry.api.network;

import dev.gantry.api.types.PortBinding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which ports of a container are to be reachable from outside.
///
/// @param bindings container port such as `80/tcp` to host addresses and ports; an empty host port means: choose
/// @param exposed container ports that are known, published or not
/// @param all publish every exposed port that has no binding, each on a chosen port
public record PublishRequest(Map<String, List<PortBinding>> bindings, Set<String> exposed, boolean all) {
    /// Nothing published, nothing exposed.
    public static final PublishRequest NONE = new PublishRequest(Map.of(), Set.of(), false);

    /// Copies.
    public PublishRequest {
        Map<String, List<PortBinding>> copy = new LinkedHashMap<>();
        bindings.forEach((port, list) -> copy.put(port, list == null ? List.of() : List.copyOf(list)));
        bindings = copy;
        exposed = Set.copyOf(exposed);
    }
}
