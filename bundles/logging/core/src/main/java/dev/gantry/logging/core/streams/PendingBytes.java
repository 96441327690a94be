package dev.gantry.logging.core.streams;

import dev.gantry.logging.core.streams.LineSplitter.LongLine;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// What was read from a fifo and is not in the log yet. It lies in a mapped file on the exec root, so that it survives the daemon:
/// killed at any moment, the next one finds the unfinished line, and which lines were on their way.
///
/// Two areas take turns: what is left over moves to the beginning of the other one, and one store of one word makes it valid. All that is
/// not in use is zero, so that a read which was done but not noted down shows by its bytes; zeros at its very end are taken for none.
final class PendingBytes implements AutoCloseable {
    /// Room of one area.
    static final int ROOM = 64 * 1024;

    private static final int HEADER = 4096;
    private static final int STATE_AT = 0;
    private static final int TIME_AT = 8;
    private static final int PIECES_AT = 16;
    private static final int DOING_AT = 20;
    private static final int NOTHING = 0;
    private static final int READING = 1;
    private static final int CLEARING = 2;
    private static final int LINE_TIME_AT = 24;
    private static final int ID_AT = 32;
    private static final int ID_LENGTH = 64;
    /// Below this much room the rest moves to the other area.
    private static final int LEAST_ROOM = 32 * 1024;
    private static final int SHIFT = 24;
    private static final long MASK = (1L << SHIFT) - 1;

    private final Arena arena;
    private final MemorySegment memory;
    private final ByteBuffer view;
    private long area;
    private int start;
    private int end;

    private PendingBytes(Arena arena, MemorySegment memory) {
        this.arena = arena;
        this.memory = memory;
        view = memory.asByteBuffer();
        long state = memory.get(ValueLayout.JAVA_LONG, STATE_AT);
        area = state >>> (2 * SHIFT) & 1;
        start = (int) Math.min(state >>> SHIFT & MASK, ROOM);
        end = (int) Math.clamp(state & MASK, start, ROOM);
        recover();
    }

    /// Counts in what the last read has brought, and clears what is not in use.
    private void recover() {
        int doing = memory.get(ValueLayout.JAVA_INT, DOING_AT);
        if (doing == NOTHING) {
            return;
        }
        if (doing == READING) {
            int last = ROOM;
            while (last > end && view.get(base() + last - 1) == 0) {
                last--;
            }
            added(last - end);
        }
        memory.asSlice(base(), start).fill((byte) 0);
        memory.asSlice(base() + end, ROOM - end).fill((byte) 0);
        memory.asSlice(HEADER + (1 - area) * ROOM, ROOM).fill((byte) 0);
        doing(NOTHING);
    }

    private void doing(int what) {
        memory.set(ValueLayout.JAVA_INT, DOING_AT, what);
    }

    /// Maps the file, made when absent; its content is kept.
    static PendingBytes map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            Arena arena = Arena.ofShared();
            return new PendingBytes(arena, channel.map(FileChannel.MapMode.READ_WRITE, 0, HEADER + 2L * ROOM, arena));
        }
    }

    /// Memory only, for a stream that goes to no log.
    static PendingBytes unmapped() {
        Arena arena = Arena.ofShared();
        return new PendingBytes(arena, arena.allocate(HEADER + 2L * ROOM));
    }

    /// How many bytes wait.
    int length() {
        return end - start;
    }

    /// Copies what waits.
    void copyTo(byte[] target) {
        view.get(base() + start, target, 0, length());
    }

    /// Where the next read puts its bytes; there is always room. The time is that of this read.
    ByteBuffer space(long timeNanos) {
        if (ROOM - end < LEAST_ROOM) {
            moveOver();
        }
        memory.set(ValueLayout.JAVA_LONG, TIME_AT, timeNanos);
        doing(READING);
        return view.slice(base() + end, ROOM - end);
    }

    private int base() {
        return HEADER + (int) area * ROOM;
    }

    private void moveOver() {
        int length = length();
        long from = base() + start;
        doing(CLEARING);
        area = 1 - area;
        MemorySegment.copy(memory, from, memory, base(), length);
        start = 0;
        end = length;
        store();
        memory.asSlice(from, length).fill((byte) 0);
        doing(NOTHING);
    }

    /// This many bytes were read into [#space].
    void added(int count) {
        end += count;
        store();
        doing(NOTHING);
    }

    /// This many bytes are in the log.
    void used(int count, LongLine longLine) {
        long from = base() + start;
        start += count;
        if (start == end) {
            start = 0;
            end = 0;
        }
        memory.set(ValueLayout.JAVA_INT, PIECES_AT, longLine.pieces());
        memory.set(ValueLayout.JAVA_LONG, LINE_TIME_AT, longLine.timeNanos());
        if (!longLine.id().isEmpty()) {
            MemorySegment.copy(
                    longLine.id().getBytes(StandardCharsets.US_ASCII),
                    0,
                    memory,
                    ValueLayout.JAVA_BYTE,
                    ID_AT,
                    ID_LENGTH);
        }
        doing(CLEARING);
        store();
        memory.asSlice(from, count).fill((byte) 0);
        doing(NOTHING);
    }

    private void store() {
        memory.set(ValueLayout.JAVA_LONG, STATE_AT, area << (2 * SHIFT) | (long) start << SHIFT | end);
    }

    /// The time of the last read, which is the time of the lines that were on their way.
    long timeNanos() {
        return memory.get(ValueLayout.JAVA_LONG, TIME_AT);
    }

    /// The line that goes on in what waits.
    LongLine longLine() {
        int pieces = memory.get(ValueLayout.JAVA_INT, PIECES_AT);
        if (pieces == 0) {
            return LongLine.NONE;
        }
        byte[] id = memory.asSlice(ID_AT, ID_LENGTH).toArray(ValueLayout.JAVA_BYTE);
        return new LongLine(
                new String(id, StandardCharsets.US_ASCII), pieces, memory.get(ValueLayout.JAVA_LONG, LINE_TIME_AT));
    }

    @Override
    public void close() {
        arena.close();
    }
}
