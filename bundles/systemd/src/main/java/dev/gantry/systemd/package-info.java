/// Tells systemd how far the daemon is.
@NullMarked
package dev.gantry.systemd;

import org.jspecify.annotations.NullMarked;
