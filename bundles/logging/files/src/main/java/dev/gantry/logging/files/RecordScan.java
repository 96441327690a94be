package dev.gantry.logging.files;

import dev.gantry.api.logging.LogEntry;
import dev.gantry.api.logging.file.LogFormat;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/// Goes through the records of one file.
final class RecordScan implements Closeable {
    private static final int FIRST_ROOM = 32 * 1024;
    /// No record is longer, whatever a damaged file says.
    private static final int LONGEST = 64 * 1024 * 1024;

    private final PartBytes bytes;
    private final LogFormat format;
    private byte[] buffer = new byte[FIRST_ROOM];
    private int from;
    private int to;
    private int recordFrom;
    private long position;

    RecordScan(PartBytes bytes, LogFormat format, long position) {
        this.bytes = bytes;
        this.format = format;
        this.position = position;
    }

    /// Where the next record begins, counted in unpacked bytes.
    long position() {
        return position;
    }

    /// Goes to the next record; false when there is no whole one now.
    boolean advance() throws IOException {
        while (true) {
            int length = from == to ? LogFormat.INCOMPLETE : format.recordLength(buffer, from, to);
            if (length != LogFormat.INCOMPLETE) {
                recordFrom = from;
                from += length;
                position += length;
                return true;
            }
            if (!fill()) {
                return false;
            }
        }
    }

    /// Undoes the last [#advance].
    void back() {
        position -= from - recordFrom;
        from = recordFrom;
    }

    /// The record that [#advance] went to.
    LogEntry entry() throws IOException {
        return format.decode(buffer, recordFrom, from - recordFrom);
    }

    private boolean fill() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        if (to == buffer.length) {
            if (to >= LONGEST) {
                throw new IOException("a log record is longer than " + LONGEST + " bytes");
            }
            buffer = Arrays.copyOf(buffer, to * 2);
        }
        int n = bytes.read(buffer, to, buffer.length - to);
        if (n <= 0) {
            return false;
        }
        to += n;
        return true;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
