package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;

/// Processor time of a container, in nanoseconds.
///
/// @param system_cpu_usage what the whole machine used
public record CpuStats(
        CpuUsage cpu_usage,
        @OmitEmpty long system_cpu_usage,
        @OmitEmpty int online_cpus,
        ThrottlingData throttling_data) {
    /// All fields at their zero values.
    public static final CpuStats EMPTY = new CpuStats(CpuUsage.EMPTY, 0, 0, ThrottlingData.EMPTY);

    /// Replaces absent strings by empty ones and copies collections.
    public CpuStats {
        cpu_usage = cpu_usage == null ? CpuUsage.EMPTY : cpu_usage;
        throttling_data = throttling_data == null ? ThrottlingData.EMPTY : throttling_data;
    }
}
