/// The registry of networks, the life of sandboxes, addresses, host ports, and the name files of containers.
@NullMarked
package dev.gantry.network.core;

import org.jspecify.annotations.NullMarked;
