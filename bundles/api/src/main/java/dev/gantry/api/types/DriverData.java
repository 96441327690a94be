package dev.gantry.api.types;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which snapshotter or storage driver holds a root filesystem.
public record DriverData(@Nullable Map<String, String> Data, String Name) {
    /// Replaces absent strings by empty ones and copies collections.
    public DriverData {
        Data = Values.map(Data);
        Name = Values.text(Name);
    }
}
