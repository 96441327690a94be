/// An extension as a stranger would write it: the log driver `cri-file`.
@NullMarked
package dev.gantry.example.crifile;

import org.jspecify.annotations.NullMarked;
