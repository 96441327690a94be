/// The hub of the engine's events.
@NullMarked
package dev.gantry.events;

import org.jspecify.annotations.NullMarked;
