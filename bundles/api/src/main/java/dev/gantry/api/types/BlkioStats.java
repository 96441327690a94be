package dev.gantry.api.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Block I/O of a container; lists that the kernel does not give are null.
public record BlkioStats(
        @Nullable List<BlkioEntry> io_service_bytes_recursive,
        @Nullable List<BlkioEntry> io_serviced_recursive,
        @Nullable List<BlkioEntry> io_queue_recursive,
        @Nullable List<BlkioEntry> io_service_time_recursive,
        @Nullable List<BlkioEntry> io_wait_time_recursive,
        @Nullable List<BlkioEntry> io_merged_recursive,
        @Nullable List<BlkioEntry> io_time_recursive,
        @Nullable List<BlkioEntry> sectors_recursive) {
    /// All fields at their zero values.
    public static final BlkioStats EMPTY = new BlkioStats(null, null, null, null, null, null, null, null);

    /// Replaces absent strings by empty ones and copies collections.
    public BlkioStats {
        io_service_bytes_recursive = Values.list(io_service_bytes_recursive);
        io_serviced_recursive = Values.list(io_serviced_recursive);
        io_queue_recursive = Values.list(io_queue_recursive);
        io_service_time_recursive = Values.list(io_service_time_recursive);
        io_wait_time_recursive = Values.list(io_wait_time_recursive);
        io_merged_recursive = Values.list(io_merged_recursive);
        io_time_recursive = Values.list(io_time_recursive);
        sectors_recursive = Values.list(sectors_recursive);
    }
}
