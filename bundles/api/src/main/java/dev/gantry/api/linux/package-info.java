/// The kernel, as services. The one provider is the only bundle that makes system calls, so a test replaces the kernel here.
///
/// - **Services.** One for each noun: [AtomicFiles][dev.gantry.api.linux.AtomicFiles], [Descriptors][dev.gantry.api.linux.Descriptors],
///   [FileNodes][dev.gantry.api.linux.FileNodes], [ReadinessLoop][dev.gantry.api.linux.ReadinessLoop], [Mounts][dev.gantry.api.linux.Mounts],
///   [Sockets][dev.gantry.api.linux.Sockets], [Processes][dev.gantry.api.linux.Processes], [Machine][dev.gantry.api.linux.Machine],
///   [Namespaces][dev.gantry.api.linux.Namespaces], [Netlink][dev.gantry.api.linux.Netlink],
///   [PacketFilter][dev.gantry.api.linux.PacketFilter], [ConnectionTracking][dev.gantry.api.linux.ConnectionTracking].
///   All are free of state of their own but for the readiness loop, so a static reference to them is right.
/// - **Errors.** A refused call is an [ErrnoException][dev.gantry.api.linux.ErrnoException]: an `IOException` that carries the
///   [Errno][dev.gantry.api.linux.Errno] and reads `mkfifo /run/x: no such file or directory`, ready for a client.
/// - **Descriptors** are plain ints. Who opens one closes it; the garbage collector closes nothing. All are close-on-exec.
/// - **Threads.** Every service may be used from any thread. A call that blocks in the kernel holds its carrier thread: give
///   long reads to the readiness loop, not to a virtual thread.
/// - **Modes** are permission bits as in `chmod(2)`, such as `0640`, and are exact: the umask does not change them, unless said.
@Export
@Version("1.1.0")
@NullMarked
package dev.gantry.api.linux;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
