package dev.gantry.api.types;

/// The network whose configuration is used.
public record ConfigReference(String Network) {
    /// All fields at their zero values.
    public static final ConfigReference EMPTY = new ConfigReference("");

    /// Replaces absent strings by empty ones and copies collections.
    public ConfigReference {
        Network = Values.text(Network);
    }
}
