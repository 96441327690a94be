package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The version of one part.
public record ComponentVersion(
        String Name, String Version, @OmitEmpty @Nullable Map<String, String> Details) {
    /// Replaces absent strings by empty ones and copies collections.
    public ComponentVersion {
        Name = Values.text(Name);
        Version = Values.text(Version);
        Details = Values.map(Details);
    }
}
