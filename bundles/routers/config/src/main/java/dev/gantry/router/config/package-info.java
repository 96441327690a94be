/// The daemon's configuration over the API.
@NullMarked
package dev.gantry.router.config;

import org.jspecify.annotations.NullMarked;
