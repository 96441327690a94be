package dev.gantry.api.types;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;

/// The answer of `GET /networks/{id}`, and one line of the list.
///
/// Copies with changes are made with `NetworkInspectBuilder`.
@RecordBuilder
public record NetworkInspect(
        String Name,
        String Id,
        String Created,
        String Scope,
        String Driver,
        boolean EnableIPv4,
        boolean EnableIPv6,
        IPAM IPAM,
        boolean Internal,
        boolean Attachable,
        boolean Ingress,
        ConfigReference ConfigFrom,
        boolean ConfigOnly,
        Map<String, EndpointResource> Containers,
        Map<String, String> Options,
        Map<String, String> Labels) {
    /// Replaces absent strings by empty ones and copies collections.
    public NetworkInspect {
        Name = Values.text(Name);
        Id = Values.text(Id);
        Created = Values.text(Created);
        Scope = Values.text(Scope);
        Driver = Values.text(Driver);
        IPAM = IPAM == null ? IPAM.EMPTY : IPAM;
        ConfigFrom = ConfigFrom == null ? ConfigReference.EMPTY : ConfigFrom;
        Containers = Values.mapOrEmpty(Containers);
        Options = Values.mapOrEmpty(Options);
        Labels = Values.mapOrEmpty(Labels);
    }
}
