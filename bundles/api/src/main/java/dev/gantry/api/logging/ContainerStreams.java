package dev.gantry.api.logging;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// Standard streams of all containers and execs.
///
/// When the provider leaves it stops reading after a whole line and leaves the fifos, what is in them and what it holds of an
/// unfinished line on disk. The engine [opens][#open] and [adopts][Streams#adopt] anew with its successor, as it does after a
/// restart of the daemon; until then the containers' output waits in the fifos.
@ProviderType
public interface ContainerStreams {
    /// The streams of a process, made if they are not there yet. Nothing is opened before [Streams#start]; clients can be attached
    /// before.
    Streams open(StreamRequest request);

    /// The streams opened before, or null.
    ///
    /// @param execId null for the container itself
    @Nullable Streams find(String containerId, @Nullable String execId);
}
