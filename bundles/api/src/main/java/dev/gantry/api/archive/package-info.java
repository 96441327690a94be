/// Files in and out of containers: `docker cp`, `docker diff`, `docker export`.
@Export
@Version("1.0.0")
@NullMarked
package dev.gantry.api.archive;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
