package dev.gantry.api.types;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The log driver of a container and its options.
public record LogConfig(String Type, @Nullable Map<String, String> Config) {
    /// All fields at their zero values.
    public static final LogConfig EMPTY = new LogConfig("", null);

    /// Replaces absent strings by empty ones and copies collections.
    public LogConfig {
        Type = Values.text(Type);
        Config = Values.map(Config);
    }
}
