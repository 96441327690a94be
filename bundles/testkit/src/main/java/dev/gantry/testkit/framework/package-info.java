/// For tests that start a framework of their own with some bundles in it and stand outside themselves.
@Export
@Version("1.0.0")
@NullMarked
package dev.gantry.testkit.framework;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
