/// Images on their way: from and to registries, archives and containers.
@NullMarked
package dev.gantry.images.transfer;

import org.jspecify.annotations.NullMarked;
