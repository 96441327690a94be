package dev.gantry.api.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One registry.
public record IndexInfo(String Name, @Nullable List<String> Mirrors, boolean Secure, boolean Official) {
    /// Replaces absent strings by empty ones and copies collections.
    public IndexInfo {
        Name = Values.text(Name);
        Mirrors = Values.list(Mirrors);
    }
}
