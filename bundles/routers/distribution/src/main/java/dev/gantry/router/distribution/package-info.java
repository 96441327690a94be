/// The API's `/distribution` routes.
@NullMarked
package dev.gantry.router.distribution;

import org.jspecify.annotations.NullMarked;
