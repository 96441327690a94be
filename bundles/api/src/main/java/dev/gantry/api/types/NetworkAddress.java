package dev.gantry.api.types;

/// An address and its prefix length.
public record NetworkAddress(String Addr, int PrefixLen) {
    /// Replaces absent strings by empty ones and copies collections.
    public NetworkAddress {
        Addr = Values.text(Addr);
    }
}
