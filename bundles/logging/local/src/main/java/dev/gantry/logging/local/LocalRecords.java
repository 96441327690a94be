package dev.gantry.logging.local;

import dev.gantry.api.logging.LogBatch;
import dev.gantry.api.logging.LogEntry;
import dev.gantry.api.logging.LogSource;
import dev.gantry.api.logging.Partial;
import dev.gantry.api.logging.file.LogFormat;
import dev.gantry.api.logging.file.RecordBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Docker's record: the length of the message in four bytes, a protobuf message, the length again, so that it can be read from
/// either end.
///
/// The message: 1 source, 2 time in nanoseconds, 3 line, 4 whether a piece, 5 { 1 last, 2 id, 3 ordinal }.
final class LocalRecords implements LogFormat {
    private static final int LENGTH = 4;
    /// No record is longer; what says so is no length.
    private static final int LONGEST = 64 * 1024 * 1024;
    private static final int SOURCE = 1 << 3 | 2;
    private static final int TIME = 2 << 3;
    private static final int LINE = 3 << 3 | 2;
    private static final int IS_PARTIAL = 4 << 3;
    private static final int PARTIAL = 5 << 3 | 2;
    private static final int LAST = 1 << 3;
    private static final int ID = 2 << 3 | 2;
    private static final int ORDINAL = 3 << 3;

    @Override
    public void encode(LogBatch batch, int index, RecordBuffer out) {
        int start = out.length();
        out.reserve(2 * LENGTH);
        out.advance(start + LENGTH);
        String source = batch.source(index).word();
        out.put(SOURCE);
        varint(source.length(), out);
        out.put(source);
        out.put(TIME);
        varint(batch.timeNanos(index), out);
        if (batch.length(index) > 0) {
            out.put(LINE);
            varint(batch.length(index), out);
            out.put(batch.array(), batch.offset(index), batch.length(index));
        }
        Partial partial = batch.partial(index);
        if (partial != null) {
            partial(partial, out);
        }
        int length = out.length() - start - LENGTH;
        out.setInt(start, length);
        int end = out.length();
        out.reserve(LENGTH);
        out.advance(end + LENGTH);
        out.setInt(end, length);
    }

    private static void partial(Partial partial, RecordBuffer out) {
        RecordBuffer inner = new RecordBuffer(80);
        if (partial.last()) {
            inner.put(LAST);
            inner.put(1);
        }
        inner.put(ID);
        varint(partial.id().length(), inner);
        inner.put(partial.id());
        inner.put(ORDINAL);
        varint(partial.ordinal(), inner);
        if (!partial.last()) {
            out.put(IS_PARTIAL);
            out.put(1);
        }
        out.put(PARTIAL);
        varint(inner.length(), out);
        out.put(inner.toArray());
    }

    private static void varint(long value, RecordBuffer out) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.put((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.put((int) rest);
    }

    @Override
    public int recordLength(byte[] bytes, int from, int to) throws IOException {
        if (to - from < LENGTH) {
            return INCOMPLETE;
        }
        int length = plausible(intAt(bytes, from));
        return to - from < length ? INCOMPLETE : length;
    }

    @Override
    public int recordLengthBefore(byte[] bytes, int from, int to) throws IOException {
        if (to - from < LENGTH) {
            return INCOMPLETE;
        }
        int length = plausible(intAt(bytes, to - LENGTH));
        if (to - from < length) {
            return INCOMPLETE;
        }
        if (intAt(bytes, to - length) != length - 2 * LENGTH) {
            throw new IOException("the two lengths of a record differ");
        }
        return length;
    }

    private static int plausible(int message) throws IOException {
        if (message <= 0 || message > LONGEST) {
            throw new IOException("a record of " + message + " bytes");
        }
        return message + 2 * LENGTH;
    }

    private static int intAt(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }

    @Override
    public LogEntry decode(byte[] bytes, int from, int length) throws IOException {
        ProtoFields fields = new ProtoFields(bytes, from + LENGTH, from + length - LENGTH);
        LogSource source = LogSource.STDOUT;
        long time = 0;
        byte[] line = new byte[0];
        boolean isPartial = false;
        Partial partial = null;
        while (fields.next()) {
            switch (fields.tag()) {
                case SOURCE -> source = LogSource.of(fields.bytes());
                case TIME -> time = fields.number();
                case LINE -> line = fields.bytes();
                case IS_PARTIAL -> isPartial = fields.number() != 0;
                case PARTIAL -> partial = partial(fields.bytes());
                default -> fields.skip();
            }
        }
        return new LogEntry(source, time, line, partial(isPartial, partial));
    }

    private static @Nullable Partial partial(boolean isPartial, @Nullable Partial stored) {
        return stored == null && isPartial ? Partial.CONTINUED : stored;
    }

    private static Partial partial(byte[] message) throws IOException {
        ProtoFields fields = new ProtoFields(message, 0, message.length);
        boolean last = false;
        String id = "";
        int ordinal = 0;
        while (fields.next()) {
            switch (fields.tag()) {
                case LAST -> last = fields.number() != 0;
                case ID -> id = new String(fields.bytes(), StandardCharsets.US_ASCII);
                case ORDINAL -> ordinal = (int) fields.number();
                default -> fields.skip();
            }
        }
        return new Partial(id, ordinal, last);
    }

    /// Steps through the fields of a protobuf message.
    private static final class ProtoFields {
        private final byte[] bytes;
        private final int to;
        private int at;
        private int tag;

        ProtoFields(byte[] bytes, int from, int to) {
            this.bytes = bytes;
            this.to = to;
            at = from;
        }

        boolean next() throws IOException {
            if (at == to) {
                return false;
            }
            tag = (int) number();
            return true;
        }

        int tag() {
            return tag;
        }

        long number() throws IOException {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                if (at == to) {
                    throw new IOException("a record is cut off");
                }
                byte b = bytes[at++];
                value |= (b & 0x7fL) << shift;
                if (b >= 0) {
                    return value;
                }
            }
            throw new IOException("a number without end");
        }

        byte[] bytes() throws IOException {
            long length = number();
            if (length < 0 || length > to - at) {
                throw new IOException("a field longer than its record");
            }
            at += (int) length;
            return Arrays.copyOfRange(bytes, at - (int) length, at);
        }

        void skip() throws IOException {
            switch (tag & 7) {
                case 0 -> number();
                case 2 -> bytes();
                default -> throw new IOException("field type " + (tag & 7));
            }
        }
    }
}
