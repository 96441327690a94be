/// Routes of containers.
@NullMarked
package dev.gantry.router.containers;

import org.jspecify.annotations.NullMarked;
