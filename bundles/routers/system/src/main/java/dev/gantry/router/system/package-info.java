/// Routes about the engine as a whole.
@NullMarked
package dev.gantry.router.system;

import org.jspecify.annotations.NullMarked;
