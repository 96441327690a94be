/// The host of log drivers: configuration, the logs of running containers, reading.
@NullMarked
package dev.gantry.logging.core;

import org.jspecify.annotations.NullMarked;
