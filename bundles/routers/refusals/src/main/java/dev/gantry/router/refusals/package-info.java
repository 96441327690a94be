/// Routes of what this engine does not have, refused in the words that clients know.
@NullMarked
package dev.gantry.router.refusals;

import org.jspecify.annotations.NullMarked;
