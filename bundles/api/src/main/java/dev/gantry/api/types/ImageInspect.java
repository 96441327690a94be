package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /images/{name}/json`.
///
/// Copies with changes are made with `ImageInspectBuilder`.
@RecordBuilder
public record ImageInspect(
        String Id,
        List<String> RepoTags,
        List<String> RepoDigests,
        String Parent,
        String Comment,
        @OmitEmpty String Created,
        @OmitEmpty String Container,
        @OmitEmpty @Nullable ContainerConfig ContainerConfig,
        String DockerVersion,
        String Author,
        @Nullable ImageConfig Config,
        String Architecture,
        @OmitEmpty String Variant,
        String Os,
        @OmitEmpty String OsVersion,
        long Size,
        @OmitEmpty long VirtualSize,
        @Nullable DriverData GraphDriver,
        RootFS RootFS,
        ImageMetadata Metadata,
        @OmitEmpty @Nullable Descriptor Descriptor,
        @OmitEmpty @Nullable List<ImageManifestSummary> Manifests) {
    /// Replaces absent strings by empty ones and copies collections.
    public ImageInspect {
        Id = Values.text(Id);
        RepoTags = Values.listOrEmpty(RepoTags);
        RepoDigests = Values.listOrEmpty(RepoDigests);
        Parent = Values.text(Parent);
        Comment = Values.text(Comment);
        Created = Values.text(Created);
        Container = Values.text(Container);
        DockerVersion = Values.text(DockerVersion);
        Author = Values.text(Author);
        Architecture = Values.text(Architecture);
        Variant = Values.text(Variant);
        Os = Values.text(Os);
        OsVersion = Values.text(OsVersion);
        RootFS = RootFS == null ? RootFS.EMPTY : RootFS;
        Metadata = Metadata == null ? ImageMetadata.EMPTY : Metadata;
        Manifests = Values.list(Manifests);
    }
}
