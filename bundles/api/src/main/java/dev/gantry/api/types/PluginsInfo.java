package dev.gantry.api.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The extensions by kind.
public record PluginsInfo(
        @Nullable List<String> Volume,
        @Nullable List<String> Network,
        @Nullable List<String> Authorization,
        @Nullable List<String> Log) {
    /// All fields at their zero values.
    public static final PluginsInfo EMPTY = new PluginsInfo(null, null, null, null);

    /// Replaces absent strings by empty ones and copies collections.
    public PluginsInfo {
        Volume = Values.list(Volume);
        Network = Values.list(Network);
        Authorization = Values.list(Authorization);
        Log = Values.list(Log);
    }
}
