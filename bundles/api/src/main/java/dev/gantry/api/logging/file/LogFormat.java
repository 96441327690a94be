package dev.gantry.api.logging.file;

import dev.gantry.api.logging.LogBatch;
import dev.gantry.api.logging.LogEntry;
import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/// How a file driver's records look. Each sink and each reader has a format object of its own, so a format may keep buffers; calls
/// come one at a time.
@ConsumerType
public interface LogFormat {
    /// What the `…Length` methods answer when the record is not whole within the bytes given.
    int INCOMPLETE = -1;

    /// Appends the record of entry `index`.
    void encode(LogBatch batch, int index, RecordBuffer out);

    /// The length of the record that begins at `from`, or [#INCOMPLETE] when it does not end before `to`.
    ///
    /// @throws IOException these bytes cannot be the beginning of a record
    int recordLength(byte[] bytes, int from, int to) throws IOException;

    /// The length of the record that ends before `to`, or [#INCOMPLETE] when its beginning is not seen in the bytes from `from` on.
    /// When `from` is the beginning of the file, the caller takes that for the record's beginning.
    ///
    /// @throws IOException these bytes cannot be the end of a record
    int recordLengthBefore(byte[] bytes, int from, int to) throws IOException;

    /// Reads one record.
    ///
    /// @throws IOException it is damaged; the reader leaves it out
    LogEntry decode(byte[] bytes, int from, int length) throws IOException;
}
