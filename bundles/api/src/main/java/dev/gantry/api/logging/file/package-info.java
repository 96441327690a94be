/// Rotated log files, as a service for log drivers that write some: everything but the record format, which the driver brings.
///
/// [LogFiles][dev.gantry.api.logging.file.LogFiles] opens sinks and readers that a driver returns from its own `open` and `read`; they
/// belong to their callers as any other. Before a record is written the file is rotated when it has reached its
/// [Rotation][dev.gantry.api.logging.file.Rotation]'s size. Readers start at the end for a tail, leave out compressed files that
/// are older than wanted without unpacking them, and go on across rotations. A driver takes the service by a static
/// reference: the two leave together, and the host re-opens the logs when they are back.
@Export
@Version("1.0.0")
@NullMarked
package dev.gantry.api.logging.file;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
