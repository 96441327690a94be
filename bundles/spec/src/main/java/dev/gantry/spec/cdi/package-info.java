/// Devices of the Container Device Interface: what vendors have written of them in files, and what those give a container.
@NullMarked
package dev.gantry.spec.cdi;

import org.jspecify.annotations.NullMarked;
