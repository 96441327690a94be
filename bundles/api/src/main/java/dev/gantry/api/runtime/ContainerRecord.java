package dev.gantry.api.runtime;

import java.util.Map;

/// What containerd remembers of a container for other clients, such as `ctr containers ls`. A snapshot that is named here is
/// kept from collection.
///
/// @param image the image's name, may be empty
/// @param snapshotter which snapshotter holds the root file system, may be empty
/// @param snapshotKey the key of the root file system's active snapshot, may be empty
/// @param labels free for the caller; one of more than 4096 bytes, key and value together, is left out
public record ContainerRecord(String image, String snapshotter, String snapshotKey, Map<String, String> labels) {
    /// A record that says nothing.
    public static final ContainerRecord EMPTY = new ContainerRecord("", "", "", Map.of());

    /// Copies the map.
    public ContainerRecord {
        labels = Map.copyOf(labels);
    }
}
