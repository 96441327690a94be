package dev.gantry.archive;

import dev.gantry.api.linux.Descriptors;
import dev.gantry.api.linux.FileNodes;

/// What reaches files without ever following a container's links out of its root.
record Kernel(Descriptors descriptors, FileNodes files) {}
