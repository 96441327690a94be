package dev.gantry.api.runtime;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The labels by which containerd knows what refers to what.
public final class GcLabels {
    /// Prefix: a blob refers to a blob. `containerd.io/gc.ref.content.config`, `….l.0` (layers), `….m.0` (manifests).
    public static final String CONTENT = "containerd.io/gc.ref.content.";

    /// Prefix, then the snapshotter's name: a blob (the image's configuration) refers to a snapshot (its top chain id).
    public static final String SNAPSHOT = "containerd.io/gc.ref.snapshot.";

    /// Keeps its bearer from collection; the value is a time, by custom.
    public static final String ROOT = "containerd.io/gc.root";

    /// On a lease: when it ends, RFC 3339.
    public static final String EXPIRE = "containerd.io/gc.expire";

    /// On a layer's blob: its diff id.
    public static final String UNCOMPRESSED = "containerd.io/uncompressed";

    /// Prefix, then the registry's host: repositories that the blob came from, separated by commas.
    public static final String DISTRIBUTION_SOURCE = "containerd.io/distribution.source.";

    private GcLabels() {}

    /// The reference to an image's configuration.
    public static String config() {
        return CONTENT + "config";
    }

    /// The reference to the layer at `index`, from 0.
    public static String layer(int index) {
        return CONTENT + "l." + index;
    }

    /// The reference to the manifest at `index` of an image index, from 0.
    public static String manifest(int index) {
        return CONTENT + "m." + index;
    }

    /// The reference to a snapshot of that snapshotter.
    public static String snapshot(String snapshotter) {
        return SNAPSHOT + snapshotter;
    }

    /// A time as label value.
    public static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
