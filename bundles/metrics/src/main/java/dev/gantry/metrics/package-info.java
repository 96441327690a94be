/// The engine's figures and the machine's, for Prometheus.
@NullMarked
package dev.gantry.metrics;

import org.jspecify.annotations.NullMarked;
