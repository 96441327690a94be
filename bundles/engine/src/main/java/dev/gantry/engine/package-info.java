/// The life of containers: from their creation to their removal, across daemons.
@NullMarked
package dev.gantry.engine;

import org.jspecify.annotations.NullMarked;
