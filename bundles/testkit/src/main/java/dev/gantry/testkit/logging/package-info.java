/// The contract of log drivers, as tests: extend [LogDriverContract][dev.gantry.testkit.logging.LogDriverContract] in the tests of your
/// driver.
@Export
@Version("1.0.0")
@NullMarked
package dev.gantry.testkit.logging;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
