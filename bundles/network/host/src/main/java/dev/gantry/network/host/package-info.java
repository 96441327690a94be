/// The network driver `host`: containers share the host's namespace.
@NullMarked
package dev.gantry.network.host;

import org.jspecify.annotations.NullMarked;
