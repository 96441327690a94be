/// The log driver `local`.
@NullMarked
package dev.gantry.logging.local;

import org.jspecify.annotations.NullMarked;
