/// Running containers and the stores behind images: what the engine and the image store ask of containerd.
///
/// **Words.** A *record* is what containerd knows of a container ([ContainerRecord][dev.gantry.api.runtime.ContainerRecord]).
/// A *task* is its running process tree, an *exec* a further process in it; both are *processes*, named by the container's id
/// and, for an exec, the exec's id. *Content* are immutable blobs named by digest; an *ingest* is a blob that is not complete
/// yet. A *snapshot* is a file system layer: *active* ones (named by a key) are written, *committed* ones (named by their chain
/// id) are parents. A *lease* keeps content and snapshots from being collected while no label refers to them.
///
/// **Services.** [Runtime][dev.gantry.api.runtime.Runtime], [ContentStore][dev.gantry.api.runtime.ContentStore],
/// [Snapshots][dev.gantry.api.runtime.Snapshots], [Diffs][dev.gantry.api.runtime.Diffs],
/// [ImageStore][dev.gantry.api.runtime.ImageStore], [LeaseStore][dev.gantry.api.runtime.LeaseStore] and
/// [RuntimeVersion][dev.gantry.api.runtime.RuntimeVersion] come from one provider and share one connection and one containerd
/// namespace. All state lives in containerd, not in the provider: a swap of the provider ends subscriptions; streams and
/// writers that are open go on for at most two minutes.
///
/// **Threads.** Every call blocks until containerd has answered; call from virtual threads, never from an event loop. All
/// services may be used from any number of threads. Streams and writers belong to one thread at a time.
///
/// **Failures** are [EngineException][dev.gantry.api.error.EngineException]. NOT_FOUND: no such task, blob, snapshot, image or
/// lease. CONFLICT: it exists already, or its state forbids the call. INVALID_PARAMETER: refused by containerd as malformed.
/// UNAVAILABLE: containerd cannot be reached (a call waits at most 5 s for the connection). NOT_IMPLEMENTED: this
/// containerd or OCI runtime cannot. SYSTEM: the rest, also a call on a task that took more than two minutes. The message is what containerd and the OCI runtime said. An interrupt
/// cancels the call at containerd and is thrown as UNAVAILABLE with the thread's interrupt flag set.
///
/// **Labels and collection.** containerd deletes what neither an image record, nor a label of something kept, nor a lease
/// refers to. [GcLabels][dev.gantry.api.runtime.GcLabels] names the labels that refer.
@Export
@Version("1.2.0")
@NullMarked
package dev.gantry.api.runtime;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
