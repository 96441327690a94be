package dev.gantry.logging.files;

import dev.gantry.api.logging.file.LogFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Repairs the end of a file whose writer was killed.
final class TornRecord {
    private static final Logger LOG = LoggerFactory.getLogger(TornRecord.class);
    private static final int WINDOW = 64 * 1024;

    private TornRecord() {}

    /// Cuts off what follows the last whole record.
    ///
    /// @return the size of the file then
    static long cutOff(FileChannel channel, LogFormat format) throws IOException {
        long size = channel.size();
        if (size == 0 || endsWhole(channel, format, size)) {
            return size;
        }
        long whole = wholeLength(channel, format);
        if (whole < size) {
            LOG.warn("cutting {} bytes of a torn record off the log", size - whole);
            channel.truncate(whole);
        }
        return whole;
    }

    private static boolean endsWhole(FileChannel channel, LogFormat format, long size) throws IOException {
        int length = (int) Math.min(size, WINDOW);
        byte[] end = new byte[length];
        readFully(channel, end, size - length);
        try {
            int found = format.recordLengthBefore(end, 0, length);
            int last = found == LogFormat.INCOMPLETE && length == size ? length : found;
            return last != LogFormat.INCOMPLETE && format.recordLength(end, length - last, length) == last;
        } catch (IOException e) {
            return false;
        }
    }

    private static long wholeLength(FileChannel channel, LogFormat format) throws IOException {
        RecordScan scan = new RecordScan(new PlainBytes(channel, 0), format, 0);
        try {
            while (scan.advance()) {
                // The position after the last whole record is what we are after.
            }
        } catch (IOException e) {
            LOG.debug("the record at {} is damaged", scan.position(), e);
        }
        return scan.position();
    }

    private static void readFully(FileChannel channel, byte[] into, long at) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into);
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
            // until full
        }
    }
}
