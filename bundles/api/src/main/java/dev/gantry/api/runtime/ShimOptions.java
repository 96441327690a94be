package dev.gantry.api.runtime;

import org.jspecify.annotations.Nullable;

/// Which shim runs a container, and its options. The options other than `shim` are for the runc shim and are left out for
/// any other.
///
/// @param shim containerd's name of the shim, such as `io.containerd.runc.v2`, or its absolute path
/// @param binary name or path of the OCI runtime, such as `runc`
/// @param root directory of the OCI runtime's own state; null for its default
/// @param systemdCgroup whether systemd makes the cgroup (`slice:prefix:name` paths)
/// @param noPivotRoot for a root file system in an initial ram disk
public record ShimOptions(
        String shim, String binary, @Nullable String root, boolean systemdCgroup, boolean noPivotRoot) {
    /// The shim that comes with containerd.
    public static final String RUNC_V2 = "io.containerd.runc.v2";

    /// runc with the given state directory, cgroups made by itself.
    public static ShimOptions runc(@Nullable String root) {
        return new ShimOptions(RUNC_V2, "runc", root, false, false);
    }
}
