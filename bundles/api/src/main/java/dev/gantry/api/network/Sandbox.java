package dev.gantry.api.network;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a container's specification needs to know.
///
/// @param id of the sandbox, 64 hexadecimal digits
/// @param namespace file that names the network namespace; null when the container shares the host's
/// @param sysctls of the request that the specification must still set; those below `net.` are set in the namespace already
public record Sandbox(String id, @Nullable Path namespace, Map<String, String> sysctls) {
    /// Copies.
    public Sandbox {
        sysctls = Map.copyOf(sysctls);
    }
}
