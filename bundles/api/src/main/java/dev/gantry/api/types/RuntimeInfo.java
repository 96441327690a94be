package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An OCI runtime.
public record RuntimeInfo(
        @OmitEmpty String path,
        @OmitEmpty @Nullable List<String> runtimeArgs,
        @OmitEmpty String runtimeType,
        @OmitEmpty @Nullable Map<String, Object> options,
        @OmitEmpty @Nullable Map<String, String> status) {
    /// Replaces absent strings by empty ones and copies collections.
    public RuntimeInfo {
        path = Values.text(path);
        runtimeArgs = Values.list(runtimeArgs);
        runtimeType = Values.text(runtimeType);
        options = Values.map(options);
        status = Values.map(status);
    }
}
