/// For tests of routers and middleware: requests without a server.
@Export
@Version("1.0.0")
@NullMarked
package dev.gantry.testkit.http;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
