package dev.gantry.api.linux;

import java.nio.file.Path;
import java.util.List;

/// A line of `/proc/self/mountinfo`.
///
/// @param id of the mount
/// @param parentId of the mount that it stands on
/// @param root path within the file system that is visible
/// @param target where it is mounted
/// @param options of the mount
/// @param propagation optional fields, such as `shared:5` and `master:2`; empty means private
/// @param type file system
/// @param source device or name
/// @param superOptions options of the file system
public record MountPoint(
        int id,
        int parentId,
        String root,
        Path target,
        List<String> options,
        List<String> propagation,
        String type,
        String source,
        List<String> superOptions) {
    /// Copies the lists.
    public MountPoint {
        options = List.copyOf(options);
        propagation = List.copyOf(propagation);
        superOptions = List.copyOf(superOptions);
    }
}
