/// The operator's way in: Gogo on a private socket, commands about what serves what, and the drop folder.
@NullMarked
package dev.gantry.console;

import org.jspecify.annotations.NullMarked;
