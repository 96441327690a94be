/// The API's volume routes.
@NullMarked
package dev.gantry.router.volumes;

import org.jspecify.annotations.NullMarked;
