/// What network drivers have to keep: extend [NetworkDriverContract][dev.gantry.testkit.network.NetworkDriverContract] in a driver's
/// tests.
@Export
@Version("1.0.0")
@NullMarked
package dev.gantry.testkit.network;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
