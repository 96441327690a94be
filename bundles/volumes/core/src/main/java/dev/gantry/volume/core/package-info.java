/// Who uses which volume, whatever driver keeps it.
@NullMarked
package dev.gantry.volume.core;

import org.jspecify.annotations.NullMarked;
