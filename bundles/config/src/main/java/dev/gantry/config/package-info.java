/// Flags and `daemon.json` become one configuration, and that becomes one Configuration Admin dictionary for each component.
@NullMarked
package dev.gantry.config;

import org.jspecify.annotations.NullMarked;
