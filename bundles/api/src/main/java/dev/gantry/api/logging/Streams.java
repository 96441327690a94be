package dev.gantry.api.logging;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// The standard streams of one process over all its runs. Any thread.
///
/// idle → [#start] or [#adopt] → running → [#drain] → idle; [#close] from anywhere.
@ProviderType
public interface Streams extends AutoCloseable {
    /// Makes new fifos, opens the log and begins to read. Call it before the task is created.
    ///
    /// @param log where the lines go; null for an exec
    /// @return the paths for the runtime
    /// @throws dev.gantry.api.error.EngineException `failed to initialize logging driver: …`; nothing is left behind
    StdioPaths start(@Nullable LogTarget log) throws IOException;

    /// As [#start], for a process that runs already: reads on from its fifos, without a gap. Fifos that are missing are made, but not
    /// that of an input which has ended: the owner is told of its end again, as it may not have heard of it. Does nothing when they run
    /// already, or were drained since the start.
    StdioPaths adopt(@Nullable LogTarget log) throws IOException;

    /// Call it when the runtime has started the process: from now on it holds its end of the standard input. An end of input that
    /// came before is passed on now; passed on earlier it would take the input with it. [#adopt] implies it.
    void processStarted();

    /// Whether between [#start] and [#drain].
    boolean isRunning();

    /// Attaches a client, from now on. It may come before [#start].
    Attachment attach(AttachRequest request);

    /// Call it when the process has exited: reads what is left until the writers are gone, at most `limit` (Docker's engine
    /// uses 2 s), hands it to log and clients, ends the attachments after their last byte, closes the log and removes the fifos. Before,
    /// clients that a predecessor had to leave get their time to be [resumed][ContainerStreams#resume].
    ///
    /// @return whether everything was read and written in time
    boolean drain(Duration limit);

    /// Ends everything at once and forgets the streams: the container is removed, its start failed, or the exec is over.
    @Override
    void close();
}
