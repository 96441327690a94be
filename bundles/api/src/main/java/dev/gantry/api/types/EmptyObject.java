package dev.gantry.api.types;

/// The JSON object `{}`: what Go's `struct{}` becomes as the value of a set written as a map.
public record EmptyObject() {
    /// All fields at their zero values.
    public static final EmptyObject EMPTY = new EmptyObject();
}
