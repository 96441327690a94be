/// A port of the machine itself where somebody who looks for a fault may ask the daemon how it is.
@NullMarked
package dev.gantry.network.diagnostics;

import org.jspecify.annotations.NullMarked;
