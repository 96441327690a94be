/// Volumes: directories that outlive the containers they are mounted into.
///
/// The engine and the API use [Volumes][dev.gantry.api.volume.Volumes]. Whoever wants to keep volumes in a new way registers a
/// [VolumeDriver][dev.gantry.api.volume.VolumeDriver] with the service property `name`.
///
/// A driver may be updated while volumes are mounted: mounts belong to the kernel and the count of users to `Volumes`, so the
/// successor finds its volumes again through `find` and `list`.
@Export
@Version("1.0.0")
@NullMarked
package dev.gantry.api.volume;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
