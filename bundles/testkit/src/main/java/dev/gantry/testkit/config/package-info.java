/// For tests of parts that hear of the daemon's start, stop and reloads.
@Export
@Version("1.0.0")
@NullMarked
package dev.gantry.testkit.config;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
