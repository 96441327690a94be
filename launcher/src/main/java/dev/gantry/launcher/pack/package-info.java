/// Assembles the distribution while the project is built. Not part of it.
@NullMarked
package dev.gantry.launcher.pack;

import org.jspecify.annotations.NullMarked;
