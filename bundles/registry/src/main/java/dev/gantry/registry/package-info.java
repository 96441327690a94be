/// The registry client, on the JDK's HTTP client.
@NullMarked
package dev.gantry.registry;

import org.jspecify.annotations.NullMarked;
