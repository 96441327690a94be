package dev.gantry.network.bridge;

import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;

/// The packet filter of one network.
interface Rules {
    /// Takes other settings. They hold for each network from its next [#replace] on.
    void settings(BridgeSettings next);

    /// Puts the network's rules and those of its endpoints in force, in place of all that were there.
    void replace(Network network, BridgeOptions options, Collection<Endpoint> endpoints) throws IOException;

    /// Publishes an endpoint's ports.
    void add(Network network, Endpoint endpoint) throws IOException;

    /// Takes an endpoint's ports back; those that are gone are no error.
    void remove(Network network, Endpoint endpoint) throws IOException;

    /// Removes all rules of a network.
    void clear(Network network) throws IOException;

    /// Removes the rules of this engine's networks that are none of these: an earlier life had them.
    void keepOnly(Set<String> networkIds) throws IOException;

    /// Lets the network's traffic through filters of others that refuse whatever they do not know.
    void passOthers(Network network, BridgeOptions options) throws IOException;

    /// Puts back what somebody else has removed.
    void restoreLost() throws IOException;

    /// Lets the machine forward only what rules allow. Called when this engine has switched forwarding on: else the machine
    /// would from then on be a router between all its networks.
    void closeForwarding(Family family) throws IOException;
}
