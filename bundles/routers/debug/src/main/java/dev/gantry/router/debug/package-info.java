/// A look into the running daemon: figures, threads, heap, recordings.
@NullMarked
package dev.gantry.router.debug;

import org.jspecify.annotations.NullMarked;
