package dev.gantry.api.network;

import dev.gantry.api.linux.NetlinkSocket;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.osgi.annotation.versioning.ConsumerType;

/// Makes the networks of one kind. Register it as a service with the property `name`, such as `bridge`.
///
/// A driver keeps nothing that it cannot find again: after a swap or a crash it is given every network and endpoint again by
/// [#restore]. It chooses no addresses and no host ports. Every method may block, and may be called from several threads at
/// a time; calls for one endpoint never overlap.
@ConsumerType
public interface NetworkDriver {
    /// The service property that tells drivers apart.
    String NAME = "name";

    /// What a container on such a network gets.
    Attachment attachment();

    /// What a container gets from a network.
    enum Attachment {
        /// An interface in a namespace of its own; only then are [#join] and [#leave] called.
        INTERFACE,
        /// A namespace of its own, with the loopback device alone.
        NOTHING,
        /// The host's namespace.
        HOST
    }

    /// Says what a network is to be made of, before addresses are chosen: options that are missing are added, such as a
    /// device's name; a subnet that stands already on the device is kept.
    ///
    /// @throws dev.gantry.api.error.EngineException INVALID_PARAMETER for an option that makes no sense
    default Network prepare(Network network) {
        return network;
    }

    /// Makes the network real, or takes over what is there of it, and its endpoints' rules: all at once, so that running
    /// connections see no gap. Called when the driver or the engine starts, once for a new network without endpoints,
    /// and when a reload has changed the network or the daemon's settings: then the driver's own component has its new settings already.
    void restore(Network network, Collection<Endpoint> endpoints);

    /// Unmakes a network that has no endpoints.
    void remove(Network network);

    /// Makes the endpoint's interface, with its addresses and routes, up, and its ports reachable. On failure nothing of it
    /// is left.
    ///
    /// @param namespace file that names the sandbox's namespace
    /// @param inside a route socket in it, open for the length of the call
    /// @param defaultGateway whether the default route leads through this network
    void join(Network network, Endpoint endpoint, Path namespace, NetlinkSocket inside, boolean defaultGateway);

    /// Cuts the endpoint off: when it returns, its ports lead nowhere. Devices may go later. What is gone already is no
    /// error, and nothing that the kernel refuses is thrown.
    void leave(Network network, Endpoint endpoint);

    /// Removes what earlier lives of this engine left that belongs to no endpoint.
    ///
    /// @param present the endpoints that there are; to be asked after looking at what there is, so that a new one is spared
    default void sweep(Network network, Supplier<List<Endpoint>> present) {}
}
