package dev.gantry.api.oci;

import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.HostConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A container that is about to be started, or runs.
///
/// @param id 64 hexadecimal digits
/// @param config after the image's has been merged into it
/// @param host as [OciSpecs#check] gave it
/// @param rootfs where the root file system is mounted
/// @param mounts volumes, binds, tmpfs and the engine's own files, in any order
/// @param joined the namespaces of others that it joins
/// @param sysctls that the network has not set already; null = take those of `host`
/// @param appArmorProfile empty without
public record SpecRequest(
        String id,
        ContainerConfig config,
        HostConfig host,
        Path rootfs,
        List<SpecMount> mounts,
        JoinedNamespaces joined,
        @Nullable Map<String, String> sysctls,
        String appArmorProfile) {
    /// Copies the list.
    public SpecRequest {
        mounts = List.copyOf(mounts);
    }

    /// Files that name namespaces to join.
    ///
    /// @param network null = the host's
    /// @param ipc of the container whose IPC namespace is shared; null unless the mode says so
    /// @param pid of the container whose PID namespace is shared; null unless the mode says so
    public record JoinedNamespaces(
            @Nullable Path network,
            @Nullable Path ipc,
            @Nullable Path pid) {}
}
