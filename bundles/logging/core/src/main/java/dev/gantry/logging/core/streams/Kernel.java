package dev.gantry.logging.core.streams;

import dev.gantry.api.linux.Descriptors;
import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.linux.ReadinessLoop;
import java.util.concurrent.Executor;

/// What all streams share.
///
/// @param descriptors opens and reads
/// @param nodes makes fifos
/// @param loop the one that waits for all fifos
/// @param executor runs pumps, each on a virtual thread of its own while it works
/// @param scratches for pumps at work
record Kernel(
        Descriptors descriptors, FileNodes nodes, ReadinessLoop loop, Executor executor, Scratch.Pool scratches) {}
