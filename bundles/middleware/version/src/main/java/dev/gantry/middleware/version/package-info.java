/// The check of the API version and the headers that tell it.
@NullMarked
package dev.gantry.middleware.version;

import org.jspecify.annotations.NullMarked;
