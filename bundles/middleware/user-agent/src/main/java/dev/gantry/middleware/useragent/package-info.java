/// Notes which program a request comes from.
@NullMarked
package dev.gantry.middleware.useragent;

import org.jspecify.annotations.NullMarked;
