/// Images as containerd keeps them, and what of that is kept in memory.
@NullMarked
package dev.gantry.images.store;

import org.jspecify.annotations.NullMarked;
