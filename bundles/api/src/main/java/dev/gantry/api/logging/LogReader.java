package dev.gantry.api.logging;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/// A walk through one log, oldest entry first. For one thread at a time.
@ConsumerType
public interface LogReader extends AutoCloseable {
    /// The next wanted entry, or null when there is none now. It does not wait for one to be written: the host knows when
    /// that happens, and calls again if it follows. Rotation of the log between two calls loses and doubles nothing that
    /// rotation has not deleted.
    ///
    /// @throws IOException the log is damaged or out of reach; the read ends with this message
    @Nullable LogEntry next() throws IOException;

    /// Where [#next] goes on, for [LogQuery#withCursor]: when the driver leaves, the host closes this reader and lets the
    /// successor go on from here. The words are the driver's own; every later version of it has to understand them.
    String cursor();

    /// Lets go of files. Any thread; a call of [#next] that runs may fail.
    @Override
    void close();
}
