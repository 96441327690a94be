/// Container output: log drivers, which anybody may write, and the streams that feed them.
///
/// **Words.** A [LogDriver][dev.gantry.api.logging.LogDriver] is a kind of log with a name. A
/// [LogSink][dev.gantry.api.logging.LogSink] is one container's log open for writing, a
/// [LogReader][dev.gantry.api.logging.LogReader] the same log open for reading. A line reaches a driver as an *entry*: its bytes
/// without the line feed, source and time; a line longer than the driver's limit (16 KiB) comes as several entries marked
/// [Partial][dev.gantry.api.logging.Partial]. A [LogBatch][dev.gantry.api.logging.LogBatch] is what one read of the container's
/// output gave: some entries, often with the same time. The *host* is the bundle `logging/core`, which owns the fifos.
///
/// **Writing a driver.** Register a `LogDriver` service with the property `name`, from a bundle that imports this package and
/// `dev.gantry.api.error` only. Extend `dev.gantry.testkit.logging.LogDriverContract` in its tests: that contract is this page, run.
/// A container's options are given to `validate` when it is created, `open` at each of its starts.
///
/// **Lifecycle and swap.** The host opens one sink for each running container and closes it when the container has stopped. A driver
/// that leaves (stopped, updated, replaced) still has its sinks: the host withdraws it, lets a `write` that runs finish, flushes and
/// closes each sink between two entries, and only then lets the bundle stop. The next entry goes to a sink that the successor
/// opens with the same `LogInfo`; it continues the log and does not begin a new one. Until there is a successor entries wait, in
/// blocking mode in the container's pipe, in non-blocking mode in its buffer. Followers go on from `cursor()` in the same way.
/// So a driver keeps nothing in its component that its successor needs, and nothing static.
///
/// **Threads.** A driver's methods may run at once on several threads; a sink's and a reader's come one at a time. All may
/// block, on virtual threads. A sink that blocks holds up its own container only.
///
/// **Errors.** What the user has to correct is an `EngineException` of kind INVALID_PARAMETER with the sentence that the docker
/// command line prints; trouble with files and networks is an `IOException`. A failed write loses its entries and is reported
/// by the host; retrying is the driver's own decision.
///
/// **Ownership.** A batch belongs to the host and is valid during the call; an entry from a reader belongs to its receiver. Who opens a
/// sink, reader, stream or attachment closes it.
///
/// **For the engine and routers:** [ContainerLogs][dev.gantry.api.logging.ContainerLogs] completes configurations and reads logs;
/// [ContainerStreams][dev.gantry.api.logging.ContainerStreams] has the fifos of each process and attaches clients to them.
/// Who attaches a client wraps it in a [LastingAttachment][dev.gantry.api.logging.LastingAttachment], so that it outlives the provider.
@Export
@Version("1.2.0")
@NullMarked
package dev.gantry.api.logging;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
