/// The routes of `/networks`.
@NullMarked
package dev.gantry.router.networks;

import org.jspecify.annotations.NullMarked;
