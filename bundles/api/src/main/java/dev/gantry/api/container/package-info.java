/// Containers: what they are, and everything that can be done to them.
///
/// **Words.** A *container* is the record: configuration, root file system, name, state. Its *task* is the running
/// process tree in containerd. [Containers][dev.gantry.api.container.Containers] is one service that joins three roles:
/// the [life cycle][dev.gantry.api.container.ContainerLifecycle] changes them, the
/// [catalog][dev.gantry.api.container.ContainerCatalog] answers from memory,
/// [access][dev.gantry.api.container.ContainerAccess] is what execs, statistics, health probes and archives need.
///
/// **Names.** Where a method takes a `container`, it is what a client wrote: a full id, a name with or without `/`, or
/// a unique prefix of an id. None: NOT_FOUND `No such container: X`; several: INVALID_PARAMETER.
///
/// **Life.** Containers belong to containerd and the disk, not to the provider: when it leaves, or the daemon dies,
/// they run on and its successor takes them over. Only
/// [Containers#shutdown][dev.gantry.api.container.Containers#shutdown] ends them.
///
/// **Threads.** Everything may be called from any thread that may block. Calls about one container come one after the
/// other where they have to; calls about different ones never wait for each other. Changes go on when the caller is
/// gone.
///
/// **Failures** are [EngineException][dev.gantry.api.error.EngineException] in Docker's words. **Events** are published
/// by the provider, in Docker's order.
@Export
@Version("2.0.0")
@NullMarked
package dev.gantry.api.container;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
