/// Volumes that are directories under the data root, or whatever `mount(8)` can put there.
@NullMarked
package dev.gantry.volume.local;

import org.jspecify.annotations.NullMarked;
