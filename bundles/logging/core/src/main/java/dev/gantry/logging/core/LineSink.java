package dev.gantry.logging.core;

import dev.gantry.api.logging.LogBatch;
import java.time.Duration;

/// Where the lines of one container go, as the pumps see it. Failures of drivers are reported behind it.
interface LineSink {
    /// Takes the batch; blocks as the mode asks for.
    ///
    /// @return whether it was written
    boolean write(LogBatch batch) throws InterruptedException;

    /// Writes out what is kept back, for at most `limit`, and closes.
    void close(Duration limit);
}
