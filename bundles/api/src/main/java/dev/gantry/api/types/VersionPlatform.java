package dev.gantry.api.types;

/// The name of the product.
public record VersionPlatform(String Name) {
    /// All fields at their zero values.
    public static final VersionPlatform EMPTY = new VersionPlatform("");

    /// Replaces absent strings by empty ones and copies collections.
    public VersionPlatform {
        Name = Values.text(Name);
    }
}
