package dev.gantry.api.image;

import dev.gantry.api.types.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// Moves images in and out. Interrupt the calling thread to cancel.
@ProviderType
public interface ImageTransfers {
    /// Pulls an image from its registry and unpacks it. Pulls of the same layer share one download.
    void pull(PullRequest request, ProgressSink progress);

    /// Pushes images to their registry.
    ///
    /// @throws dev.gantry.api.error.EngineException NOT_FOUND `An image does not exist locally with the tag: X`
    void push(PushRequest request, ProgressSink progress);

    /// Makes an image of a root file system.
    ///
    /// @return its id
    /// @throws IOException from the source
    String importImage(ImportRequest request, ProgressSink progress) throws IOException;

    /// Makes an image of a container's changes.
    ///
    /// @return its id
    String commit(CommitRequest request);

    /// Looks up what [#save] will write, so that a missing name is told before the first byte.
    ///
    /// @throws dev.gantry.api.error.EngineException NOT_FOUND
    void checkSave(List<String> names, @Nullable Platform platform);

    /// Writes a tar with an OCI layout and Docker's `manifest.json`.
    ///
    /// @throws IOException from the target
    void save(List<String> names, @Nullable Platform platform, OutputStream target) throws IOException;

    /// Reads what [#save] or another engine has written: OCI layout or Docker's archive, plain or compressed by gzip or zstd.
    ///
    /// @param quiet no progress bars
    /// @throws IOException from the source
    void load(InputStream source, @Nullable Platform platform, boolean quiet, ProgressSink progress) throws IOException;
}
