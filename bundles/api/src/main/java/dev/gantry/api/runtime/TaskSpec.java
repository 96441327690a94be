package dev.gantry.api.runtime;

import java.util.List;
import java.util.Objects;

/// All that is needed to make a task.
///
/// @param id the container, also the name of the task
/// @param ociSpec the OCI runtime specification (`config.json`), UTF-8; not to be changed afterwards
/// @param rootfs mounts that the shim puts at the bundle's `rootfs` and takes away at the end; empty when `root.path` of
///     `ociSpec` is a directory that the caller has mounted
/// @param stdio where the standard streams go
/// @param shim which shim and OCI runtime, and how
/// @param record what containerd is to remember
public record TaskSpec(
        String id, byte[] ociSpec, List<Mount> rootfs, Stdio stdio, ShimOptions shim, ContainerRecord record) {
    /// Refuses nulls, copies the list.
    public TaskSpec {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(ociSpec, "ociSpec");
        rootfs = List.copyOf(rootfs);
        Objects.requireNonNull(stdio, "stdio");
        Objects.requireNonNull(shim, "shim");
        Objects.requireNonNull(record, "record");
    }
}
