package dev.gantry.api.linux;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// How control groups are mounted.
///
/// @param version 2 when there is one unified hierarchy, else 1
/// @param controllers names of the usable controllers
/// @param mounts version 1: the mount of each controller; version 2: one entry with the empty name
public record CgroupHierarchy(int version, Set<String> controllers, Map<String, Path> mounts) {
    /// Copies.
    public CgroupHierarchy {
        controllers = Set.copyOf(controllers);
        mounts = Map.copyOf(mounts);
    }
}
