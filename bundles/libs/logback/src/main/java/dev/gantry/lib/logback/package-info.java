/// The daemon's own log: lines on standard error as Docker's daemon writes them, at the level that its settings name.
@NullMarked
package dev.gantry.lib.logback;

import org.jspecify.annotations.NullMarked;
