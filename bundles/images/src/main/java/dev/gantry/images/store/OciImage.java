package dev.gantry.images.store;

import dev.gantry.api.json.JsonName;
import dev.gantry.api.json.OmitEmpty;
import dev.gantry.api.types.ImageConfig;
import dev.gantry.api.types.Platform;
import dev.gantry.api.types.Timestamps;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An image's configuration, as its JSON is. Its digest is the image's id.
public record OciImage(
        @OmitEmpty String created,
        @OmitEmpty String author,
        String architecture,
        @OmitEmpty String variant,
        String os,
        @OmitEmpty @JsonName("os.version") String osVersion,
        @OmitEmpty @JsonName("os.features") @Nullable List<String> osFeatures,
        @Nullable ImageConfig config,
        RootFs rootfs,
        @OmitEmpty List<Step> history,
        @OmitEmpty String comment,
        @OmitEmpty String container,
        @OmitEmpty String docker_version) {
    /// The layers by the digest of their plain tar, lowest first.
    public record RootFs(String type, @Nullable List<String> diff_ids) {
        /// What is absent is empty.
        public RootFs {
            type = type == null ? "layers" : type;
            diff_ids = diff_ids == null ? List.of() : List.copyOf(diff_ids);
        }

        List<String> layers() {
            return diff_ids == null ? List.of() : diff_ids;
        }
    }

    /// One step of the making.
    public record Step(
            @OmitEmpty String created,
            @OmitEmpty String created_by,
            @OmitEmpty String author,
            @OmitEmpty String comment,
            @OmitEmpty boolean empty_layer) {
        /// What is absent is empty.
        public Step {
            created = text(created);
            created_by = text(created_by);
            author = text(author);
            comment = text(comment);
        }
    }

    /// What is absent is empty.
    public OciImage {
        created = text(created);
        author = text(author);
        architecture = text(architecture);
        variant = text(variant);
        os = text(os);
        osVersion = text(osVersion);
        rootfs = rootfs == null ? new RootFs("layers", List.of()) : rootfs;
        history = history == null ? List.of() : List.copyOf(history);
        comment = text(comment);
        container = text(container);
        docker_version = text(docker_version);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /// The layers by the digest of their plain tar, lowest first.
    public List<String> diffIds() {
        return rootfs.layers();
    }

    /// What it is made for.
    public Platform platform() {
        return new Platform(architecture, os, osVersion, osFeatures, variant);
    }

    /// When it was built; null when it does not say, or says nonsense.
    public @Nullable Instant createdAt() {
        return instant(created);
    }

    /// A time of the history or the configuration.
    public static @Nullable Instant instant(String text) {
        if (Timestamps.isZero(text)) {
            return null;
        }
        try {
            return Timestamps.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /// What it says about containers.
    public ImageConfig containers() {
        return config == null ? EMPTY : config;
    }

    /// Says nothing about containers.
    public static final ImageConfig EMPTY =
            new ImageConfig("", null, null, null, null, null, "", null, "", false, null, null, null);
}
