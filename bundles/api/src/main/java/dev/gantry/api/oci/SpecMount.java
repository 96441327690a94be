package dev.gantry.api.oci;

import java.util.List;

/// Something mounted into a container beside the defaults.
///
/// @param type `bind` or `tmpfs`
/// @param source directory or file on this machine; `tmpfs` for a tmpfs
/// @param destination absolute path in the container
/// @param writable whether the container may write to it
/// @param propagation such as `rprivate`; empty for the default
/// @param recursive whether mounts below the source come along
/// @param readOnly how far a bind that is not writable is read-only
/// @param options of a tmpfs, such as `size=64m`
public record SpecMount(
        String type,
        String source,
        String destination,
        boolean writable,
        String propagation,
        boolean recursive,
        ReadOnly readOnly,
        List<String> options) {
    /// How far a read-only bind goes.
    public enum ReadOnly {
        /// Mounts below it too, where kernel and runtime can do that.
        RECURSIVE_IF_POSSIBLE,
        /// Mounts below it too, or fail.
        RECURSIVE,
        /// The mount itself only.
        TOP
    }

    /// Copies the list.
    public SpecMount {
        options = List.copyOf(options);
    }

    /// A bind mount with Docker's defaults.
    public static SpecMount bind(String source, String destination, boolean writable) {
        return new SpecMount(
                "bind", source, destination, writable, "", true, ReadOnly.RECURSIVE_IF_POSSIBLE, List.of());
    }
}
