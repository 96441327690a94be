package dev.gantry.api.logging;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// Standard streams of all containers and execs.
///
/// When the provider leaves it stops reading after a whole line and leaves the fifos, what is in them and what it holds of an
/// unfinished line on disk. The engine [opens][#open] and [adopts][Streams#adopt] anew with its successor, as it does after a
/// restart of the daemon; until then the containers' output waits in the fifos. There it also waits for the clients that were
/// attached: the successor reads on when each has been [resumed][#resume], and after 10 s at the latest. So no client misses a byte.
@ProviderType
public interface ContainerStreams {
    /// The streams of a process, made if they are not there yet. Nothing is opened before [Streams#start]; clients can be attached
    /// before. The request's `stdinClosed` takes the place of an earlier one, whose owner may be gone.
    Streams open(StreamRequest request);

    /// The streams opened before, or null.
    ///
    /// @param execId null for the container itself
    @Nullable Streams find(String containerId, @Nullable String execId);

    /// Attaches a client again whose attachment a predecessor had to leave, at the byte where it was. Never waits; the streams
    /// need not be open yet. A client that comes when the process is over meanwhile finds an attachment that has ended.
    ///
    /// @param rest [of the predecessor's][Attachment#rest]
    Attachment resume(Attachment.Rest rest);
}
