/// Figures about what the engine does.
///
/// [Measurements][dev.gantry.api.metrics.Measurements] is a service that is there only while somebody collects figures: who measures
/// takes it dynamically and optionally, and does without when it is absent.
@Export
@Version("1.0.0")
@NullMarked
package dev.gantry.api.metrics;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
