package dev.gantry.api.types;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the addresses of a network are managed.
public record IPAM(
        String Driver,
        @Nullable Map<String, String> Options,
        @Nullable List<IPAMConfig> Config) {
    /// All fields at their zero values.
    public static final IPAM EMPTY = new IPAM("", null, null);

    /// Replaces absent strings by empty ones and copies collections.
    public IPAM {
        Driver = Values.text(Driver);
        Options = Values.map(Options);
        Config = Values.list(Config);
    }
}
