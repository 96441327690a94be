package dev.gantry.api.logging;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// A read of one container's log, as `docker logs` does it. It survives the swap of the driver. For one thread at a time but for
/// [#close].
@ProviderType
public interface LogStream extends AutoCloseable {
    /// The next entry; null at the end. When following, it blocks until a line is written, and the end comes when the
    /// container has stopped and its last line has been given, or the stream is closed.
    ///
    /// @throws IOException the log cannot be read on; the message is for the client
    @Nullable LogEntry next() throws IOException;

    /// The next entry if there is one already, else null; never waits for a line to be written. For flushing what was
    /// collected before [#next] blocks.
    @Nullable LogEntry poll() throws IOException;

    /// What to ask a successor of [ContainerLogs] for, so that it goes on with the line after the last one given. Not null only after
    /// the end, and only when that came because the bundle behind this stream leaves and not because there is no more to read.
    @Nullable LogQuery rest();

    /// Ends the read; a blocked [#next] returns null. Any thread, safe to call twice.
    @Override
    void close();
}
