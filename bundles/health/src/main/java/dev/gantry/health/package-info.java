/// Probes of the health of containers.
@NullMarked
package dev.gantry.health;

import org.jspecify.annotations.NullMarked;
