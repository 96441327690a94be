/// How the API server comes by its listening sockets.
///
/// A [Listener][dev.gantry.api.listener.Listener] serves one address scheme (`unix`, `tcp`, `fd`), which it registers as the
/// service property `scheme`. It opens listening sockets and hands their file descriptors over; from then on the API server
/// owns them.
///
/// - **Ownership.** A returned descriptor belongs to the caller. The listener keeps no reference to it, starts no thread for
///   it and closes nothing when its own bundle leaves: the sockets survive the update of the bundle that made them.
/// - **Early bind.** The sockets listen at once, so that clients queue in the backlog while the daemon starts; nothing is
///   accepted before the daemon says so.
/// - **Failure.** What was opened before a failure is closed again; the failure names the address.
/// - **Threads.** `bind` may be called from any thread and blocks for as long as name resolution takes.
@Export
@Version("1.0.0")
@NullMarked
package dev.gantry.api.listener;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
