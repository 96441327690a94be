package dev.gantry.lib.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;

/// Writes one event as one line.
interface LineFormat {
    /// @return the line without its end
    String line(ILoggingEvent event);
}
