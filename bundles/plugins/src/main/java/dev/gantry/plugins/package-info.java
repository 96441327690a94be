/// Docker's legacy plugin protocol: finding, activating and calling plugins.
@NullMarked
package dev.gantry.plugins;

import org.jspecify.annotations.NullMarked;
