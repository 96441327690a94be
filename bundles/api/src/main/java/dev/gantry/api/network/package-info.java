/// Networks, and what connects a container to them.
///
/// - **Network:** a named thing that containers join. `bridge`, `host` and `none` always exist.
/// - **Sandbox:** the network side of one running container: a namespace, kept by a file, with its endpoints. It begins
///   before the container's process and ends after it.
/// - **Endpoint:** a sandbox's place on one network: an interface, a hardware address, addresses.
/// - **Driver:** makes networks and endpoints of one kind real ([NetworkDriver][dev.gantry.api.network.NetworkDriver], the
///   extension point). It decides no address and no host port: [Networks][dev.gantry.api.network.Networks] does.
///
/// **Life of a sandbox.** [Sandboxes#create][dev.gantry.api.network.Sandboxes#create] makes the namespace and returns its
/// path at once; [Sandboxes#join][dev.gantry.api.network.Sandboxes#join] fills it, beside whatever else starts the
/// container; [Sandboxes#release][dev.gantry.api.network.Sandboxes#release] ends it and frees addresses and ports at
/// once, even where the kernel takes its time. State stands on disk before a call returns: a successor of the provider,
/// or the next daemon, takes over what is there, and
/// [Sandboxes#retain][dev.gantry.api.network.Sandboxes#retain] ends what belongs to no container any more.
///
/// **Errors** are [EngineException][dev.gantry.api.error.EngineException]s in Docker's words. A failed call leaves nothing
/// behind. **Threads:** everything may be called from any thread that may block, side by side.
@Export
@Version("1.2.0")
@NullMarked
package dev.gantry.api.network;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
