package dev.gantry.api.image;

import dev.gantry.api.runtime.Mount;
import java.util.List;

/// A container's writable root file system.
///
/// @param snapshotter who holds it, such as `overlayfs`
/// @param key the snapshot's name, which is the container's id
/// @param mounts how to mount it, writable
public record Rootfs(String snapshotter, String key, List<Mount> mounts) {
    /// Copies the list.
    public Rootfs {
        mounts = List.copyOf(mounts);
    }
}
