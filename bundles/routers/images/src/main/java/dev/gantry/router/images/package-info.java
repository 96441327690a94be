/// The API's `/images` routes.
@NullMarked
package dev.gantry.router.images;

import org.jspecify.annotations.NullMarked;
