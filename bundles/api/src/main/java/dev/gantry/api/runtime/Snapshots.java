package dev.gantry.api.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// File system layers of one snapshotter.
///
/// Unpacking a layer: `prepare` an active snapshot over the parent's chain id, apply the layer to its mounts
/// ([Diffs#apply]), `commit` it under its own chain id. A container's file system: `prepare` over the top chain id.
@ProviderType
public interface Snapshots {
    /// The snapshotter in use, such as `overlayfs`.
    String snapshotter();

    /// The same store for another snapshotter.
    Snapshots of(String snapshotter);

    /// The same store, but what is made is kept by the lease.
    Snapshots under(String leaseId);

    /// Makes an active snapshot.
    ///
    /// @param key its name, unique among all snapshots
    /// @param parent a committed snapshot; null for an empty base
    /// @return how to mount it, writable
    /// @throws dev.gantry.api.error.EngineException CONFLICT when the key is taken; NOT_FOUND without such a parent
    List<Mount> prepare(String key, @Nullable String parent, Map<String, String> labels);

    /// Makes a snapshot that is only read; otherwise as [#prepare].
    List<Mount> view(String key, @Nullable String parent, Map<String, String> labels);

    /// How to mount an active snapshot or a view.
    List<Mount> mounts(String key);

    /// Makes the active snapshot `key` a committed one called `name`; the key is free then.
    ///
    /// @throws dev.gantry.api.error.EngineException CONFLICT when `name` is there already; the active one stays, remove it
    void commit(String name, String key, Map<String, String> labels);

    /// Deletes a snapshot. Does nothing when it is not there.
    ///
    /// @throws dev.gantry.api.error.EngineException CONFLICT when it is a parent
    void remove(String key);

    /// What is known of a snapshot, by key or name; empty when it is not there.
    Optional<SnapshotInfo> find(String key);

    /// All snapshots that match any of the filters, in containerd's filter language; all without a filter.
    List<SnapshotInfo> list(String... filters);

    /// What the snapshot itself takes on disk, without its parents. Walks the directory of an active one.
    SnapshotUsage usage(String key);

    /// Adds and replaces labels; an empty value removes the label. Others stay.
    SnapshotInfo label(String key, Map<String, String> labels);
}
