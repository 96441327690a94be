/// Listening on unix sockets.
@NullMarked
package dev.gantry.listener.unix;

import org.jspecify.annotations.NullMarked;
