/// What containers use.
@NullMarked
package dev.gantry.stats;

import org.jspecify.annotations.NullMarked;
