package dev.gantry.network.core;

/// Carries what arrives at a published port to the container in this process, where the packet filter does not: over IPv6 to a
/// container without IPv6, from the host's `::1`, and wherever there are no rules.
interface Relay extends AutoCloseable {
    /// Frees the port: it is free when this returns.
    @Override
    void close();
}
