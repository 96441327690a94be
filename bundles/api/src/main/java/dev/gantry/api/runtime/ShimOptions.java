package dev.gantry.api.runtime;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which shim runs a container, and its options. Those from `binary` to `noPivotRoot` are for the runc shim and are left out
/// for any other.
///
/// @param shim containerd's name of the shim, such as `io.containerd.runc.v2`, or its absolute path
/// @param binary name or path of the OCI runtime, such as `runc`
/// @param root directory of the OCI runtime's own state; null for its default
/// @param systemdCgroup whether systemd makes the cgroup (`slice:prefix:name` paths)
/// @param noPivotRoot for a root file system in an initial ram disk
/// @param options that the operator has written, by containerd's names (`BinaryName`): String, Boolean or a whole number;
///     for the runc shim they replace what the other components say, for other shims they are `TypeUrl`, `ConfigPath` and
///     `ConfigBody`
public record ShimOptions(
        String shim,
        String binary,
        @Nullable String root,
        boolean systemdCgroup,
        boolean noPivotRoot,
        Map<String, Object> options) {
    /// The shim that comes with containerd.
    public static final String RUNC_V2 = "io.containerd.runc.v2";

    /// Copies the map.
    public ShimOptions {
        options = Map.copyOf(options);
    }

    /// Without options of the operator's.
    public ShimOptions(String shim, String binary, @Nullable String root, boolean systemdCgroup, boolean noPivotRoot) {
        this(shim, binary, root, systemdCgroup, noPivotRoot, Map.of());
    }

    /// runc with the given state directory, cgroups made by itself.
    public static ShimOptions runc(@Nullable String root) {
        return new ShimOptions(RUNC_V2, "runc", root, false, false);
    }
}
