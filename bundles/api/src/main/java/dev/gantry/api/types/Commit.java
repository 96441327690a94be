package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;

/// The version of a helper program.
public record Commit(String ID, @OmitEmpty String Expected) {
    /// All fields at their zero values.
    public static final Commit EMPTY = new Commit("", "");

    /// Replaces absent strings by empty ones and copies collections.
    public Commit {
        ID = Values.text(ID);
        Expected = Values.text(Expected);
    }
}
