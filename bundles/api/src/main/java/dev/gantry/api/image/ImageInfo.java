package dev.gantry.api.image;

import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.types.ImageConfig;
import dev.gantry.api.types.Platform;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of an image that is ready to be used.
///
/// @param id digest of its configuration
/// @param platform what it is made for
/// @param config what it says about containers
/// @param diffIds its layers, lowest first, by the digest of their uncompressed tar
/// @param tags its tags as people write them, such as `busybox:latest`
/// @param digests its digests as people write them, such as `busybox@sha256:…`
/// @param manifest the manifest that was chosen
/// @param created when it was built; null when it does not say
/// @param size of its layers, unpacked, in bytes
public record ImageInfo(
        String id,
        Platform platform,
        ImageConfig config,
        List<String> diffIds,
        List<String> tags,
        List<String> digests,
        Descriptor manifest,
        @Nullable Instant created,
        long size) {
    /// Copies the lists.
    public ImageInfo {
        diffIds = List.copyOf(diffIds);
        tags = List.copyOf(tags);
        digests = List.copyOf(digests);
    }
}
