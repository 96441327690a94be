package dev.gantry.api.runtime;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/// Writes one ingest. Not for use by several threads at a time.
///
/// Closing it without [#commit] leaves the ingest as it is, to be resumed; see [ContentStore#abort].
@ProviderType
public interface ContentWriter extends AutoCloseable {
    /// The ingest's name.
    String ref();

    /// Bytes that are there: where the next write goes.
    long offset();

    /// Appends. The array may be used again at once. Waits while more than some 4 MiB are on their way.
    void write(byte[] data, int from, int length);

    /// Throws away what was written beyond `offset`; containerd knows 0 only.
    void restart();

    /// Verifies and makes the blob visible; it does so also when the same blob has meanwhile come another way.
    ///
    /// @param size expected; 0 accepts any
    /// @param digest expected; empty accepts any
    /// @param labels for the blob
    /// @return the blob's digest
    /// @throws dev.gantry.api.error.EngineException CONFLICT when size or digest differ; the ingest stays, restart or abort it
    String commit(long size, String digest, Map<String, String> labels);

    @Override
    void close();
}
