package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One sample of `GET /containers/{id}/stats`.
///
/// Copies with changes are made with `StatsResponseBuilder`.
@RecordBuilder
public record StatsResponse(
        @OmitEmpty String name,
        @OmitEmpty String id,
        String read,
        String preread,
        PidsStats pids_stats,
        BlkioStats blkio_stats,
        int num_procs,
        EmptyObject storage_stats,
        CpuStats cpu_stats,
        CpuStats precpu_stats,
        MemoryStats memory_stats,
        @OmitEmpty @Nullable Map<String, NetworkStats> networks) {
    /// Replaces absent strings by empty ones and copies collections.
    public StatsResponse {
        name = Values.text(name);
        id = Values.text(id);
        read = Values.text(read);
        preread = Values.text(preread);
        pids_stats = pids_stats == null ? PidsStats.EMPTY : pids_stats;
        blkio_stats = blkio_stats == null ? BlkioStats.EMPTY : blkio_stats;
        storage_stats = storage_stats == null ? EmptyObject.EMPTY : storage_stats;
        cpu_stats = cpu_stats == null ? CpuStats.EMPTY : cpu_stats;
        precpu_stats = precpu_stats == null ? CpuStats.EMPTY : precpu_stats;
        memory_stats = memory_stats == null ? MemoryStats.EMPTY : memory_stats;
        networks = Values.map(networks);
    }
}
