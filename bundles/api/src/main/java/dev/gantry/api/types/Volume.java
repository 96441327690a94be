package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A volume.
///
/// @param Scope `local` or `global`
public record Volume(
        @OmitEmpty String CreatedAt,
        String Driver,
        @Nullable Map<String, String> Labels,
        String Mountpoint,
        String Name,
        @Nullable Map<String, String> Options,
        String Scope,
        @OmitEmpty @Nullable Map<String, Object> Status,
        @OmitEmpty @Nullable VolumeUsage UsageData) {
    /// Replaces absent strings by empty ones and copies collections.
    public Volume {
        CreatedAt = Values.text(CreatedAt);
        Driver = Values.text(Driver);
        Labels = Values.map(Labels);
        Mountpoint = Values.text(Mountpoint);
        Name = Values.text(Name);
        Options = Values.map(Options);
        Scope = Values.text(Scope);
        Status = Values.map(Status);
    }
}
