package dev.gantry.api.types;

/// A pool for networks without a subnet of their own.
public record AddressPool(String Base, int Size) {
    /// Replaces absent strings by empty ones and copies collections.
    public AddressPool {
        Base = Values.text(Base);
    }
}
