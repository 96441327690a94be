package dev.gantry.registry;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.json.JsonCodec;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What manifests there are.
final class MediaTypes {
    static final List<String> MANIFESTS = List.of(
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v1+prettyjws",
            "application/json");
    private static final Set<String> VAGUE = Set.of("", "application/json", "text/plain", "application/octet-stream");

    private MediaTypes() {}

    private record Head(
            @Nullable String mediaType,
            @Nullable Integer schemaVersion,
            @Nullable Object manifests) {}

    /// The type that a registry declares or, where it does not say, that the manifest itself has.
    static String of(String declared, byte[] manifest, JsonCodec json) {
        String type = bare(declared);
        if (!VAGUE.contains(type)) {
            return type;
        }
        Head head;
        try {
            head = json.read(manifest, Head.class);
        } catch (EngineException e) {
            return type;
        }
        if (head.mediaType() != null && !head.mediaType().isEmpty()) {
            return head.mediaType();
        }
        if (head.schemaVersion() != null && head.schemaVersion() == 1) {
            return "application/vnd.docker.distribution.manifest.v1+json";
        }
        return head.manifests() == null
                ? "application/vnd.oci.image.manifest.v1+json"
                : "application/vnd.oci.image.index.v1+json";
    }

    /// Without parameters: `application/json; charset=utf-8` is `application/json`.
    static String bare(String declared) {
        int semicolon = declared.indexOf(';');
        return (semicolon < 0 ? declared : declared.substring(0, semicolon)).strip();
    }
}
