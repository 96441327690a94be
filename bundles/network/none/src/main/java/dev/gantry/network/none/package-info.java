/// The network driver `null`: containers have the loopback device alone.
@NullMarked
package dev.gantry.network.none;

import org.jspecify.annotations.NullMarked;
