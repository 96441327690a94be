/// The contract of listeners.
@Export
@Version("1.0.0")
@NullMarked
package dev.gantry.testkit.listener;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
