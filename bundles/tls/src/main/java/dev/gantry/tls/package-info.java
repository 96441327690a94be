/// The server's certificate and the authority that its clients' certificates must come from.
@NullMarked
package dev.gantry.tls;

import org.jspecify.annotations.NullMarked;
