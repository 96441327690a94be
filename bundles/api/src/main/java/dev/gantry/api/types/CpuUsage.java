package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Processor time, in nanoseconds.
public record CpuUsage(
        long total_usage,
        @OmitEmpty @Nullable List<Long> percpu_usage,
        long usage_in_kernelmode,
        long usage_in_usermode) {
    /// All fields at their zero values.
    public static final CpuUsage EMPTY = new CpuUsage(0, null, 0, 0);

    /// Replaces absent strings by empty ones and copies collections.
    public CpuUsage {
        percpu_usage = Values.list(percpu_usage);
    }
}
