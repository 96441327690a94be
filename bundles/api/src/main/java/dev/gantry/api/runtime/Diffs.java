package dev.gantry.api.runtime;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/// Turns layer archives into files and back, inside containerd.
@ProviderType
public interface Diffs {
    /// The same service, but what [#compare] writes is kept by the lease.
    Diffs under(String leaseId);

    /// Unpacks a layer (tar, plain or compressed by gzip or zstd; told apart by its first bytes) that stands in the content
    /// store. Whiteouts are handled. Takes as long as the unpacking; interrupt the thread to cancel.
    ///
    /// @param layer media type of an OCI or Docker layer
    /// @param mounts of an active snapshot, as `prepare` gave them; containerd mounts them by itself
    /// @return the uncompressed tar's descriptor: its digest is the layer's diff id
    /// @throws dev.gantry.api.error.EngineException SYSTEM when the archive is damaged
    Descriptor apply(Descriptor layer, List<Mount> mounts);

    /// Packs what `upper` has and `lower` does not into a layer in the content store.
    ///
    /// @param lower mounts of a view of the parent
    /// @param upper mounts of the changed snapshot
    /// @param mediaType of the layer: an OCI or Docker layer type, plain tar or gzip
    /// @param ref name of the ingest
    /// @param labels for the blob
    /// @return the layer; for gzip the blob also has the label [GcLabels#UNCOMPRESSED] with the diff id
    Descriptor compare(List<Mount> lower, List<Mount> upper, String mediaType, String ref, Map<String, String> labels);
}
