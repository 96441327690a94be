package dev.gantry.api.registry;

import dev.gantry.api.runtime.Descriptor;
import java.util.List;
import java.util.function.LongConsumer;
import org.osgi.annotation.versioning.ProviderType;

/// A conversation with a registry about one repository. See the package description for time-outs, threads and failures.
@ProviderType
public interface RepositoryClient extends AutoCloseable {
    /// What a tag or digest stands for now, without fetching it when the registry allows that.
    ///
    /// @throws dev.gantry.api.error.EngineException NOT_FOUND in the words `manifest for busybox:1 not found: manifest
    ///     unknown: …` or `pull access denied for busybox, repository does not exist or may require 'docker login': …`
    Descriptor resolve(String tagOrDigest);

    /// Fetches a manifest or index by tag or digest, at most 4 MiB; by digest, it is verified.
    Manifest manifest(String tagOrDigest);

    /// Opens a blob.
    ///
    /// @param offset where to go on with an earlier transfer; 0 for all
    BlobStream blob(Descriptor blob, long offset);

    /// All tags, in the registry's order, over as many pages as it takes.
    List<String> tags();

    /// Whether the repository has this blob.
    boolean hasBlob(String digest);

    /// Makes a blob of another repository of the same registry appear in this one.
    ///
    /// @param fromPath the other repository's path, such as `library/busybox`
    /// @return false when the registry does not do that, or the blob is not there; then push it
    boolean mountBlob(String digest, String fromPath);

    /// Uploads a blob in one piece.
    ///
    /// @param sent is told how many bytes have gone so far, from a transfer thread
    void pushBlob(Descriptor blob, BlobSource source, LongConsumer sent);

    /// Uploads a manifest or an index under a tag or its digest.
    void putManifest(String tagOrDigest, Manifest manifest);

    /// Ends everything under way. Safe to call twice, on any thread.
    @Override
    void close();
}
