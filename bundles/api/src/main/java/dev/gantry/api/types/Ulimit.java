package dev.gantry.api.types;

/// A resource limit of the container's processes; -1 = unlimited.
public record Ulimit(String Name, long Hard, long Soft) {
    /// Replaces absent strings by empty ones and copies collections.
    public Ulimit {
        Name = Values.text(Name);
    }
}
