/// The image store on containerd: the service and its catalog.
@NullMarked
package dev.gantry.images;

import org.jspecify.annotations.NullMarked;
