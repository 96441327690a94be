package dev.gantry.images.store;

import java.util.Set;

/// The media types that images are made of.
public final class MediaTypes {
    public static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    public static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
    public static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar";
    public static final String DOCKER_LAYER_GZIP = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
    public static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";

    private static final Set<String> CONFIGS =
            Set.of(DOCKER_CONFIG, OCI_CONFIG, "application/octet-stream", "application/json", "");

    private MediaTypes() {}

    /// Whether it lists manifests of several platforms.
    public static boolean isIndex(String type) {
        return type.equals(DOCKER_LIST) || type.equals(OCI_INDEX);
    }

    /// Whether it is the manifest of one image.
    public static boolean isManifest(String type) {
        return type.equals(DOCKER_MANIFEST) || type.equals(OCI_MANIFEST);
    }

    /// Whether it is the old manifest that Docker has given up.
    public static boolean isSchemaOne(String type) {
        return type.startsWith("application/vnd.docker.distribution.manifest.v1+");
    }

    /// Whether it is the configuration of something that can run.
    public static boolean isConfig(String type) {
        return CONFIGS.contains(type);
    }

    /// Whether the layer may have to be fetched from elsewhere than the registry.
    public static boolean isForeign(String type) {
        return type.contains(".foreign.") || type.contains(".nondistributable.");
    }
}
