package dev.gantry.network.bridge;

import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import java.util.Collection;
import java.util.Set;

/// [Rules] of an engine that was told to leave the packet filter alone.
final class NoRules implements Rules {
    @Override
    public void replace(Network network, BridgeOptions options, Collection<Endpoint> endpoints) {}

    @Override
    public void add(Network network, Endpoint endpoint) {}

    @Override
    public void remove(Network network, Endpoint endpoint) {}

    @Override
    public void clear(Network network) {}

    @Override
    public void keepOnly(Set<String> networkIds) {}

    @Override
    public void passOthers(Network network, BridgeOptions options) {}

    @Override
    public void restoreLost() {}

    @Override
    public void closeForwarding(Family family) {}
}
