package dev.gantry.api.types;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The body of `POST /volumes/create`.
public record VolumeCreateRequest(
        String Driver,
        @Nullable Map<String, String> DriverOpts,
        @Nullable Map<String, String> Labels,
        String Name) {
    /// Replaces absent strings by empty ones and copies collections.
    public VolumeCreateRequest {
        Driver = Values.text(Driver);
        DriverOpts = Values.map(DriverOpts);
        Labels = Values.map(Labels);
        Name = Values.text(Name);
    }
}
