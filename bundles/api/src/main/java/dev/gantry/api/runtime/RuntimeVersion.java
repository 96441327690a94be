package dev.gantry.api.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/// Who runs the containers, and whether it is there.
@ProviderType
public interface RuntimeVersion {
    /// Whether containerd answers now.
    boolean isAvailable();

    /// Starts containerd if that is ours to do, and waits until it answers.
    ///
    /// @throws dev.gantry.api.error.EngineException UNAVAILABLE when it does not within `limit`, saying what to install or set
    void await(Duration limit);

    /// containerd's socket.
    Path address();

    /// containerd's namespace that all services work in.
    String namespace();

    /// Whether containerd was started by this engine.
    boolean isSupervised();

    /// containerd's version and commit; the last known while it is away, empty strings when it never was there.
    Component containerd();

    /// Version and commit of an OCI runtime, as its `--version` says; empty strings when it cannot be asked. Cached.
    ///
    /// @param binary name or path, such as `runc`
    Component ociRuntime(String binary);

    /// What an OCI runtime says that it can do, as its `features` tells: the JSON object of the OCI's runtime specification. Empty when it
    /// cannot be asked. Cached.
    ///
    /// @param binary name or path, such as `runc`
    String ociFeatures(String binary);

    /// Snapshotters that work in this containerd, such as `overlayfs` and `native`.
    List<String> snapshotters();

    /// A part's version.
    ///
    /// @param version such as `1.6.20`
    /// @param commit its revision; empty when unknown
    record Component(String version, String commit) {}
}
