/// Logs requests while the daemon's log is at level debug.
@NullMarked
package dev.gantry.middleware.debug;

import org.jspecify.annotations.NullMarked;
