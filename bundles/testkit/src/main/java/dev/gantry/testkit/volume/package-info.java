/// What volume drivers have to keep: extend [VolumeDriverContract][dev.gantry.testkit.volume.VolumeDriverContract] in a driver's
/// tests.
@Export
@Version("1.0.0")
@NullMarked
package dev.gantry.testkit.volume;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
