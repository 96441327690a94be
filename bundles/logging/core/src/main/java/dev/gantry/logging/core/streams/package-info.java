/// Fifos, the pumps that read them, and the clients attached to them.
@NullMarked
package dev.gantry.logging.core.streams;

import org.jspecify.annotations.NullMarked;
