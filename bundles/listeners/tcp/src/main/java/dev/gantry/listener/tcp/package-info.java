/// Listening on TCP over IPv4 and IPv6.
@NullMarked
package dev.gantry.listener.tcp;

import org.jspecify.annotations.NullMarked;
