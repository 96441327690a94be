/// Starts the framework, installs what the features name, and ends the process.
@NullMarked
package dev.gantry.launcher;

import org.jspecify.annotations.NullMarked;
