package dev.gantry.api.runtime;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/// Immutable blobs named by their digest (`sha256:…`), and the unfinished ones (ingests) named by a free reference.
@ProviderType
public interface ContentStore {
    /// The same store, but everything that is written or found to be there already while writing is kept by the lease.
    ContentStore under(String leaseId);

    /// What is known of a blob; empty when it is not there.
    Optional<ContentInfo> find(String digest);

    /// All blobs that match any of the filters, in containerd's filter language, such as
    /// `labels."containerd.io/distribution.source.docker.io"~=busybox`; all without a filter.
    List<ContentInfo> list(String... filters);

    /// Opens a blob for reading from `offset`. Reads are `IOException` when containerd fails meanwhile. Close it; an
    /// unread rest is then not sent. At most some 1 MiB is buffered.
    ///
    /// @throws dev.gantry.api.error.EngineException NOT_FOUND
    InputStream open(String digest, long offset);

    /// A whole blob, for manifests and configurations.
    ///
    /// @param limit largest size that is accepted, in bytes
    /// @throws dev.gantry.api.error.EngineException NOT_FOUND; INVALID_PARAMETER when it is larger
    byte[] read(String digest, int limit);

    /// Starts or resumes an ingest. It continues where an earlier writer of the same `ref` stopped
    /// ([ContentWriter#offset]), also one of an earlier daemon.
    ///
    /// @param ref the ingest's name, such as `layer-sha256:…`; one writer at a time
    /// @param expected the blob that it becomes, with its size; digest empty and size 0 when not known yet
    /// @return empty when the expected blob is there already
    /// @throws dev.gantry.api.error.EngineException UNAVAILABLE when another writer holds `ref` for more than 10 s
    Optional<ContentWriter> writer(String ref, Descriptor expected);

    /// Writes a blob at hand, such as a configuration; does nothing but set the labels when it is there already.
    ContentInfo put(Descriptor descriptor, byte[] data, Map<String, String> labels);

    /// How far an ingest has come; empty when there is none.
    Optional<IngestStatus> ingest(String ref);

    /// All ingests.
    List<IngestStatus> ingests();

    /// Throws an ingest away. Does nothing when there is none.
    void abort(String ref);

    /// Adds and replaces labels of a blob; an empty value removes the label. Others stay.
    ContentInfo label(String digest, Map<String, String> labels);

    /// Deletes a blob. Does nothing when it is not there.
    void delete(String digest);
}
