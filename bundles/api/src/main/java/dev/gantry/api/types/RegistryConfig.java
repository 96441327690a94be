package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import dev.gantry.api.json.RawJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How registries are reached.
///
/// @param AllowNondistributableArtifactsCIDRs `null` as JSON for clients older than API 1.47, which expect the field; absent for
///     newer ones. There is no such setting any more
/// @param AllowNondistributableArtifactsHostnames likewise
public record RegistryConfig(
        @OmitEmpty @Nullable RawJson AllowNondistributableArtifactsCIDRs,
        @OmitEmpty @Nullable RawJson AllowNondistributableArtifactsHostnames,
        @Nullable List<String> InsecureRegistryCIDRs,
        @Nullable Map<String, IndexInfo> IndexConfigs,
        @Nullable List<String> Mirrors) {
    /// Replaces absent strings by empty ones and copies collections.
    public RegistryConfig {
        InsecureRegistryCIDRs = Values.list(InsecureRegistryCIDRs);
        IndexConfigs = Values.map(IndexConfigs);
        Mirrors = Values.list(Mirrors);
    }
}
