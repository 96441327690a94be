package dev.gantry.api.volume;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A volume as its driver knows it.
///
/// @param name unique in the driver
/// @param mountpoint directory on this machine; empty when it is not mounted
/// @param options with which it was made; null = none
/// @param createdAt when; null = unknown
/// @param status what the driver wants inspect to show; null = nothing
public record DriverVolume(
        String name,
        String mountpoint,
        @Nullable Map<String, String> options,
        @Nullable Instant createdAt,
        @Nullable Map<String, Object> status) {
    /// Copies.
    public DriverVolume {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mountpoint, "mountpoint");
        options = options == null ? null : Map.copyOf(options);
        status = status == null ? null : Map.copyOf(status);
    }
}
