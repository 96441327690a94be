/// Files in and out of containers.
@NullMarked
package dev.gantry.archive;

import org.jspecify.annotations.NullMarked;
