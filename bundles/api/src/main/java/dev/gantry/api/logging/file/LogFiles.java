package dev.gantry.api.logging.file;

import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogReader;
import dev.gantry.api.logging.LogSink;
import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/// Log files with rotation and compression as Docker has them, for drivers that write files: `x.log` is in use, `x.log.1` (or
/// `x.log.1.gz`) is the one before, and so on. The driver brings its [LogFormat].
@ProviderType
public interface LogFiles {
    /// Opens a log for appending; makes file and directories where they are missing (0640, 0700). The end of a record that a crash
    /// left torn is cut off.
    LogSink append(Path file, Rotation rotation, LogFormat format) throws IOException;

    /// Opens a log, its older files included, for reading; a log without files is empty.
    LogReader read(Path file, LogFormat format, LogQuery query) throws IOException;
}
