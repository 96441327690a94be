package dev.gantry.images.store;

import dev.gantry.api.image.Reference;
import dev.gantry.api.runtime.Descriptor;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// One image, as it was when the records were read.
///
/// @param id digest of its configuration
/// @param content what it is made of
/// @param tags the names that move
/// @param digests the names that do not
/// @param taggedAt when it got its last name
public record StoredImage(
        String id, ImageContent content, List<Reference> tags, List<Reference> digests, Instant taggedAt) {
    /// Copies the lists.
    public StoredImage {
        tags = List.copyOf(tags);
        digests = List.copyOf(digests);
    }

    /// Its configuration.
    public OciImage image() {
        return content.image();
    }

    /// The manifest that was chosen for this machine.
    public Descriptor manifest() {
        return content.manifest();
    }

    /// All names.
    public List<Reference> references() {
        return Stream.concat(tags.stream(), digests.stream()).toList();
    }

    /// When it was built; the epoch when it does not say.
    public Instant created() {
        Instant created = image().createdAt();
        return created == null ? Instant.EPOCH : created;
    }

    /// As [#created], in seconds since the epoch.
    public long createdSeconds() {
        return created().getEpochSecond();
    }
}
