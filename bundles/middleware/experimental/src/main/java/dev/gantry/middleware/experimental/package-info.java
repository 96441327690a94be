/// Tells clients whether experimental features are on.
@NullMarked
package dev.gantry.middleware.experimental;

import org.jspecify.annotations.NullMarked;
