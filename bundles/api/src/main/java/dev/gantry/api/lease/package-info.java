/// How a live component uses a service that may be swapped under it.
///
/// A consumer holds a [ServiceSlot][dev.gantry.api.lease.ServiceSlot] (one provider at a time) or a
/// [NamedServices][dev.gantry.api.lease.NamedServices] (one provider for each name) and hands the bind and unbind methods of a
/// dynamic, greedy, optional Declarative Services reference on to it. Each call takes a [Lease][dev.gantry.api.lease.Lease],
/// uses the service and gives the lease back.
///
/// - **Replacement.** Of several providers the one with the highest `service.ranking` is used, of equals the one that came last: whoever
///   wants to replace a part of the daemon registers beside it with a higher ranking, and gives it back by leaving.
/// - **Departure.** Declarative Services calls unbind before it deactivates the provider. The slot takes the provider out of
///   sight at once and then blocks that unbind until the last lease is back, at most
///   [ServiceSlot#DRAIN_LIMIT][dev.gantry.api.lease.ServiceSlot#DRAIN_LIMIT].
/// - **Gap.** A caller that finds no provider waits for the successor, at most
///   [ServiceSlot#WAIT_LIMIT][dev.gantry.api.lease.ServiceSlot#WAIT_LIMIT], and then gets an UNAVAILABLE failure.
/// - **Long calls.** A stream that lasts (following a log, an attached terminal) must not hold a lease while it lasts: take a
///   handle that outlives the provider under the lease, and give the lease back. Where a stream may outlive even the component that holds
///   the slots, they are [OutlivingSlots][dev.gantry.api.lease.OutlivingSlots].
/// - **Threads.** Everything here may be called from any thread except an event loop, because it may block.
@Export
@Version("1.1.0")
@NullMarked
package dev.gantry.api.lease;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
