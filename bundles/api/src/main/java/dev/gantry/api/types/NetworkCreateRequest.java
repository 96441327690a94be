package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The body of `POST /networks/create`.
///
/// Copies with changes are made with `NetworkCreateRequestBuilder`.
@RecordBuilder
public record NetworkCreateRequest(
        String Name,
        @OmitEmpty @Nullable Boolean CheckDuplicate,
        String Driver,
        String Scope,
        @OmitEmpty @Nullable Boolean EnableIPv4,
        @OmitEmpty @Nullable Boolean EnableIPv6,
        @Nullable IPAM IPAM,
        boolean Internal,
        boolean Attachable,
        boolean Ingress,
        boolean ConfigOnly,
        @Nullable ConfigReference ConfigFrom,
        @Nullable Map<String, String> Options,
        @Nullable Map<String, String> Labels) {
    /// Replaces absent strings by empty ones and copies collections.
    public NetworkCreateRequest {
        Name = Values.text(Name);
        Driver = Values.text(Driver);
        Scope = Values.text(Scope);
        Options = Values.map(Options);
        Labels = Values.map(Labels);
    }
}
