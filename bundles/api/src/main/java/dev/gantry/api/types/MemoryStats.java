package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Memory of a container, in bytes; `usage` includes the page cache.
public record MemoryStats(
        @OmitEmpty long usage,
        @OmitEmpty long max_usage,
        @OmitEmpty @Nullable Map<String, Long> stats,
        @OmitEmpty long failcnt,
        @OmitEmpty long limit) {
    /// All fields at their zero values.
    public static final MemoryStats EMPTY = new MemoryStats(0, 0, null, 0, 0);

    /// Replaces absent strings by empty ones and copies collections.
    public MemoryStats {
        stats = Values.map(stats);
    }
}
