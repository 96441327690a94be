package dev.gantry.engine.record;

import dev.gantry.api.types.Mount;
import dev.gantry.api.types.MountPoint;
import org.jspecify.annotations.Nullable;

/// A mount that a container has from its creation on.
///
/// @param type `bind`, `volume` or `tmpfs`
/// @param name of the volume; empty for a bind
/// @param source directory on this machine; for a volume where it was last mounted
/// @param destination absolute path in the container
/// @param driver of the volume; empty for a bind
/// @param mode the options as they were given
/// @param writable whether the container may write to it
/// @param propagation such as `rprivate`; empty for a volume
/// @param anonymous whether the volume was made for this container alone
/// @param copyUp whether the image's content goes into an empty volume
/// @param createSource whether a bind's missing source is made
/// @param wish what was asked for, when it came as `--mount`
public record ContainerMount(
        String type,
        String name,
        String source,
        String destination,
        String driver,
        String mode,
        boolean writable,
        String propagation,
        boolean anonymous,
        boolean copyUp,
        boolean createSource,
        @Nullable Mount wish) {

    /// Whether it is a volume.
    public boolean isVolume() {
        return type.equals("volume");
    }

    /// The same, called so.
    public ContainerMount named(String other) {
        return new ContainerMount(
                type,
                other,
                source,
                destination,
                driver,
                mode,
                writable,
                propagation,
                anonymous,
                copyUp,
                createSource,
                wish);
    }

    /// The same, with the directory where the volume is mounted now.
    public ContainerMount at(String directory) {
        return new ContainerMount(
                type,
                name,
                directory,
                destination,
                driver,
                mode,
                writable,
                propagation,
                anonymous,
                copyUp,
                createSource,
                wish);
    }

    /// As the API shows it.
    public MountPoint shown() {
        return new MountPoint(type, name, source, destination, driver, mode, writable, propagation);
    }
}
