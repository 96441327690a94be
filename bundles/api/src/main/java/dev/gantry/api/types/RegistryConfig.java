package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How registries are reached.
public record RegistryConfig(
        @OmitEmpty @Nullable List<String> AllowNondistributableArtifactsCIDRs,
        @OmitEmpty @Nullable List<String> AllowNondistributableArtifactsHostnames,
        @Nullable List<String> InsecureRegistryCIDRs,
        @Nullable Map<String, IndexInfo> IndexConfigs,
        @Nullable List<String> Mirrors) {
    /// Replaces absent strings by empty ones and copies collections.
    public RegistryConfig {
        AllowNondistributableArtifactsCIDRs = Values.list(AllowNondistributableArtifactsCIDRs);
        AllowNondistributableArtifactsHostnames = Values.list(AllowNondistributableArtifactsHostnames);
        InsecureRegistryCIDRs = Values.list(InsecureRegistryCIDRs);
        IndexConfigs = Values.map(IndexConfigs);
        Mirrors = Values.list(Mirrors);
    }
}
