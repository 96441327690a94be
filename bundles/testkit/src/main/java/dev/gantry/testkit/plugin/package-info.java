/// Docker plugins for tests.
@Export
@Version("1.0.0")
@NullMarked
package dev.gantry.testkit.plugin;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
