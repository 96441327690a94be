/// Further processes in running containers.
@NullMarked
package dev.gantry.exec;

import org.jspecify.annotations.NullMarked;
