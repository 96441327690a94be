package dev.gantry.api.types;

/// A counter of one block device and operation.
public record BlkioEntry(long major, long minor, String op, long value) {
    /// Replaces absent strings by empty ones and copies collections.
    public BlkioEntry {
        op = Values.text(op);
    }
}
