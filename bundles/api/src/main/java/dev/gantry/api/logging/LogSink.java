package dev.gantry.api.logging;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/// One container's log, open for writing. Calls come one at a time, from changing threads.
@ConsumerType
public interface LogSink extends AutoCloseable {
    /// Writes entries in their order. When it returns, a reader of the same driver finds them. It may block as long as it has to: in
    /// blocking mode the container's own writes wait, in non-blocking mode the newest lines are dropped meanwhile. It is
    /// interrupted when the container is gone and the wait for its last lines is over.
    ///
    /// @param batch to be read during this call only
    /// @throws IOException the entries of this batch not yet written are lost; the host reports it and goes on with the next batch
    void write(LogBatch batch) throws IOException;

    /// Hands on what [#write] keeps back, if anything: to the operating system or the other side, not necessarily to the disk.
    default void flush() throws IOException {}

    /// Flushes and closes. Called once, also when the driver leaves while the container goes on: the next line goes to a sink of
    /// its successor.
    @Override
    void close() throws IOException;
}
