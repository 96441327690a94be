package dev.gantry.logging.core;

import dev.gantry.api.logging.LogBatch;
import java.time.Duration;

/// A driver that cannot be read, and the local copy of its lines. What the driver did not take is not in the copy either.
///
/// @param driver first
/// @param copy then
record TwinSink(LineSink driver, LineSink copy) implements LineSink {
    @Override
    public boolean write(LogBatch batch) throws InterruptedException {
        return driver.write(batch) && copy.write(batch);
    }

    @Override
    public void close(Duration limit) {
        driver.close(limit);
        copy.close(limit);
    }
}
