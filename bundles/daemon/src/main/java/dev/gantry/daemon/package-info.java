/// The conductor: in which order the daemon starts and stops.
@NullMarked
package dev.gantry.daemon;

import org.jspecify.annotations.NullMarked;
