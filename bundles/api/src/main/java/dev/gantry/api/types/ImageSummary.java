package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of `GET /images/json`.
///
/// Copies with changes are made with `ImageSummaryBuilder`.
///
/// @param Containers -1 = not counted
/// @param SharedSize -1 = not computed
@RecordBuilder
public record ImageSummary(
        String Id,
        String ParentId,
        List<String> RepoTags,
        List<String> RepoDigests,
        long Created,
        long Size,
        long SharedSize,
        @OmitEmpty long VirtualSize,
        @Nullable Map<String, String> Labels,
        long Containers,
        @OmitEmpty @Nullable List<ImageManifestSummary> Manifests,
        @OmitEmpty @Nullable Descriptor Descriptor) {
    /// Replaces absent strings by empty ones and copies collections.
    public ImageSummary {
        Id = Values.text(Id);
        ParentId = Values.text(ParentId);
        RepoTags = Values.listOrEmpty(RepoTags);
        RepoDigests = Values.listOrEmpty(RepoDigests);
        Labels = Values.map(Labels);
        Manifests = Values.list(Manifests);
    }
}
