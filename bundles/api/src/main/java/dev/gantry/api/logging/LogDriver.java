package dev.gantry.api.logging;

import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/// A kind of log, such as `json-file`. An extension registers one as a service with the property [#NAME]; the package
/// description is its author's manual. Methods may be called by several threads at once.
@ConsumerType
public interface LogDriver {
    /// The service property with the driver's name, as in `docker run --log-driver`.
    String NAME = "name";

    /// Longest piece of a line that a driver gets unless it says otherwise: 16 KiB.
    int DEFAULT_LINE_LIMIT = 16 * 1024;

    /// Checks a container's options when the container is created. The generic ones (`mode`, `max-buffer-size`, `cache-…`) have
    /// been taken out. Opens nothing.
    ///
    /// @throws EngineException INVALID_PARAMETER, for an unknown option with the words of [#unknownOption]
    void validate(Map<String, String> options);

    /// Opens the log of one container for writing, at each start of the container and at each arrival of this driver while the
    /// container runs. There is never a second open sink for the same log.
    ///
    /// @throws EngineException INVALID_PARAMETER for options that only show now to be wrong
    /// @throws IOException the container does not start; the message becomes part of what the client sees
    LogSink open(LogInfo info) throws IOException;

    /// Whether [#read] works. If not, the host keeps a copy of the newest lines in a local file for `docker logs`.
    default boolean isReadable() {
        return false;
    }

    /// Opens the log for reading, whether a sink is open for it or not, by as many readers as like. A log that was never
    /// written is empty.
    ///
    /// @throws EngineException NOT_IMPLEMENTED when not [#isReadable]
    default LogReader read(LogInfo info, LogQuery query) throws IOException {
        throw EngineException.notImplemented("configured logging driver does not support reading");
    }

    /// The file that `docker inspect` shows as `LogPath`, or null when there is none to show.
    default @Nullable Path logPath(LogInfo info) {
        return null;
    }

    /// Longer lines reach the sink in pieces of this many bytes.
    default int lineLimit() {
        return DEFAULT_LINE_LIMIT;
    }

    /// The failure of an option that the driver does not know, in Docker's words.
    static EngineException unknownOption(String option, String driver) {
        return EngineException.invalidParameter("unknown log opt '" + option + "' for " + driver + " log driver");
    }
}
