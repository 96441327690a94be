/// Processor, memory, block I/O, network and process figures of containers.
@Export
@Version("1.1.0")
@NullMarked
package dev.gantry.api.stats;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
