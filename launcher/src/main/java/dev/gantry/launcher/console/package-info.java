/// The console's client: line editing here, Gogo in the daemon.
@NullMarked
package dev.gantry.launcher.console;

import org.jspecify.annotations.NullMarked;
