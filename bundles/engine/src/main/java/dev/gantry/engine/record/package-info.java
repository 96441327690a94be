/// What a container is, in memory and on disk.
@NullMarked
package dev.gantry.engine.record;

import org.jspecify.annotations.NullMarked;
