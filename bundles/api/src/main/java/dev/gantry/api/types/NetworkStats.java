package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;

/// Counters of one interface of a container.
public record NetworkStats(
        long rx_bytes,
        long rx_packets,
        long rx_errors,
        long rx_dropped,
        long tx_bytes,
        long tx_packets,
        long tx_errors,
        long tx_dropped,
        @OmitEmpty String endpoint_id,
        @OmitEmpty String instance_id) {
    /// Replaces absent strings by empty ones and copies collections.
    public NetworkStats {
        endpoint_id = Values.text(endpoint_id);
        instance_id = Values.text(instance_id);
    }
}
