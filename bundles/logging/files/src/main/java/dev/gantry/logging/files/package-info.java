/// Rotated log files.
@NullMarked
package dev.gantry.logging.files;

import org.jspecify.annotations.NullMarked;
