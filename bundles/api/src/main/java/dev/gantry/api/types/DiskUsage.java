package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /system/df`. A kind that was not asked for is null.
public record DiskUsage(
        @OmitEmpty long LayersSize,
        @Nullable List<ImageSummary> Images,
        @Nullable List<ContainerSummary> Containers,
        @Nullable List<Volume> Volumes,
        @Nullable List<Object> BuildCache,
        @OmitEmpty @Nullable Long BuilderSize) {
    /// Replaces absent strings by empty ones and copies collections.
    public DiskUsage {
        Images = Values.list(Images);
        Containers = Values.list(Containers);
        Volumes = Values.list(Volumes);
        BuildCache = Values.list(BuildCache);
    }
}
