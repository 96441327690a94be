package dev.gantry.logging.files;

import dev.gantry.api.logging.file.LogFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/// Where the newest records of a log begin.
///
/// @param part index of the file in the list
/// @param position in that file, counted in unpacked bytes
record TailStart(int part, long position) {
    private static final int BLOCK = 64 * 1024;

    /// Looks from the end backwards for the place that has `count` records after it.
    ///
    /// @param sinceNanos a compressed file that is older is not looked into
    static TailStart find(List<LogPart> parts, LogFormat format, int count, long sinceNanos) throws IOException {
        int missing = count;
        for (int i = parts.size() - 1; i >= 0; i--) {
            LogPart part = parts.get(i);
            if (part.isBefore(sinceNanos)) {
                return new TailStart(i + 1, 0);
            }
            Found found = part.compressed() ? forwards(part, format, missing) : backwards(part, format, missing);
            if (found.records >= missing) {
                return new TailStart(i, found.position);
            }
            missing -= found.records;
        }
        return new TailStart(0, 0);
    }

    private record Found(int records, long position) {}

    private static Found backwards(LogPart part, LogFormat format, int count) throws IOException {
        try (FileChannel channel = FileChannel.open(part.path(), StandardOpenOption.READ)) {
            if (count == 0) {
                return new Found(0, channel.size());
            }
            return backwards(channel, format, count);
        } catch (IOException e) {
            // The end is being written, or damaged: then the whole records are found from the beginning only.
            return forwards(part, format, count);
        }
    }

    private static Found backwards(FileChannel channel, LogFormat format, int count) throws IOException {
        long bufferAt = channel.size();
        byte[] buffer = new byte[0];
        int to = 0;
        int found = 0;
        while (found < count) {
            int length = to == 0 ? LogFormat.INCOMPLETE : format.recordLengthBefore(buffer, 0, to);
            if (length != LogFormat.INCOMPLETE) {
                to -= length;
                found++;
            } else if (bufferAt == 0) {
                found += to == 0 ? 0 : 1;
                to = 0;
                break;
            } else {
                int more = (int) Math.min(bufferAt, Math.max(BLOCK, to));
                bufferAt -= more;
                byte[] wider = new byte[more + to];
                System.arraycopy(buffer, 0, wider, more, to);
                readFully(channel, wider, more, bufferAt);
                buffer = wider;
                to = wider.length;
            }
        }
        return new Found(found, bufferAt + to);
    }

    private static void readFully(FileChannel channel, byte[] into, int length, long at) throws IOException {
        ByteBuffer target = ByteBuffer.wrap(into, 0, length);
        while (target.hasRemaining()) {
            if (channel.read(target, at + target.position()) < 0) {
                throw new IOException("the log became shorter");
            }
        }
    }

    /// Keeps the positions of the last `count` records in a ring, as a compressed file can be read one way only.
    private static Found forwards(LogPart part, LogFormat format, int count) throws IOException {
        long[] ring = new long[(int) Math.min(1024, Math.max(count, 1))];
        int records = 0;
        try (RecordScan scan = new RecordScan(PartBytes.open(part, 0), format, 0)) {
            long start = 0;
            while (scan.advance()) {
                int slot = count == 0 ? 0 : records % count;
                if (slot >= ring.length) {
                    ring = Arrays.copyOf(ring, Math.min(count, ring.length * 2));
                }
                ring[slot] = start;
                start = scan.position();
                records++;
            }
            if (count == 0) {
                return new Found(0, start);
            }
            return records <= count ? new Found(records, 0) : new Found(count, ring[records % count]);
        }
    }
}
