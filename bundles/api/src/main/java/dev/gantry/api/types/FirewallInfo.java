package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What filters packets here.
public record FirewallInfo(
        String Driver, @OmitEmpty @Nullable List<List<String>> Info) {
    /// Replaces absent strings by empty ones and copies collections.
    public FirewallInfo {
        Driver = Values.text(Driver);
        Info = Values.list(Info);
    }
}
