package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;

/// Processes of a container and their limit.
public record PidsStats(@OmitEmpty long current, @OmitEmpty long limit) {
    /// All fields at their zero values.
    public static final PidsStats EMPTY = new PidsStats(0, 0);
}
