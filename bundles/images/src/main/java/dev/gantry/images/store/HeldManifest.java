package dev.gantry.images.store;

import dev.gantry.api.runtime.ContentStore;
import dev.gantry.api.types.Descriptor;
import org.jspecify.annotations.Nullable;

/// What is here of a manifest that an index lists.
///
/// @param entry as the index lists it
/// @param parsed the manifest; null when not even that is here
/// @param whole whether nothing is missing
/// @param bytes what is here takes
public record HeldManifest(Descriptor entry, @Nullable OciManifest parsed, boolean whole, long bytes) {
    private static final String REFERENCE_TYPE = "vnd.docker.reference.type";

    static HeldManifest of(ContentStore content, ContentReader reader, Descriptor entry) {
        if (content.find(entry.digest()).isEmpty()) {
            return new HeldManifest(entry, null, false, 0);
        }
        OciManifest manifest = reader.manifest(entry.digest());
        boolean whole = true;
        long bytes = entry.size();
        for (Descriptor part : manifest.parts()) {
            boolean here = content.find(part.digest()).isPresent();
            whole &= here;
            bytes += here ? part.size() : 0;
        }
        return new HeldManifest(entry, manifest, whole, bytes);
    }

    /// What Docker calls it: `image`, `attestation` (it speaks of an image) or `unknown`.
    public String kind() {
        if (entry.annotations() != null
                && "attestation-manifest".equals(entry.annotations().get(REFERENCE_TYPE))) {
            return "attestation";
        }
        return MediaTypes.isManifest(entry.mediaType()) ? "image" : "unknown";
    }
}
