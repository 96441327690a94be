/// Checks of the whole: who imports whom, whether each feature resolves, whether the set resolves as modules.
@NullMarked
package dev.gantry.launcher.wiring;

import org.jspecify.annotations.NullMarked;
