/// Taking over the sockets that a service manager passes.
@NullMarked
package dev.gantry.listener.fd;

import org.jspecify.annotations.NullMarked;
