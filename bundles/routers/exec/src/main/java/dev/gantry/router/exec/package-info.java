/// Routes of further processes in containers.
@NullMarked
package dev.gantry.router.exec;

import org.jspecify.annotations.NullMarked;
