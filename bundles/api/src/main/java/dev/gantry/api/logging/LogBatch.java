package dev.gantry.api.logging;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Lines on their way to a driver: their bytes in one array, and for each entry where it lies in it. There is no object for a
/// single line, so that short lines cost no garbage.
///
/// The batch belongs to whoever fills it, who clears and fills it again after [LogSink#write] has returned. A sink reads it
/// during that call only and copies what it keeps. Not safe for use by several threads at once.
public final class LogBatch {
    private byte[] bytes;
    private int used;
    private int size;
    private int[] ends;
    private long[] times;
    private byte[] sources;
    private @Nullable Partial[] partials;

    /// An empty batch; it grows as needed.
    public LogBatch() {
        this(4096, 64);
    }

    /// @param bytes room for line bytes to begin with
    /// @param entries room for entries to begin with
    public LogBatch(int bytes, int entries) {
        this.bytes = new byte[bytes];
        ends = new int[entries];
        times = new long[entries];
        sources = new byte[entries];
        partials = new Partial[entries];
    }

    /// The number of entries.
    public int size() {
        return size;
    }

    /// Whether there is no entry.
    public boolean isEmpty() {
        return size == 0;
    }

    /// The sum of all line lengths.
    public int byteCount() {
        return used;
    }

    /// The array that holds all lines. Not a copy: to be read, between [#offset] and `offset + length`, and not to be kept.
    public byte[] array() {
        return bytes;
    }

    /// Where the line of entry `index` begins in [#array].
    public int offset(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /// The length of the line of entry `index`, without a line feed.
    public int length(int index) {
        return ends[index] - offset(index);
    }

    /// The source of entry `index`.
    public LogSource source(int index) {
        return sources[index] == 2 ? LogSource.STDERR : LogSource.STDOUT;
    }

    /// When entry `index` was read, in nanoseconds since 1970.
    public long timeNanos(int index) {
        return times[index];
    }

    /// Set when entry `index` is a piece of a line.
    public @Nullable Partial partial(int index) {
        return partials[index];
    }

    /// Whether a line feed follows entry `index`.
    public boolean endsLine(int index) {
        Partial partial = partials[index];
        return partial == null || partial.last();
    }

    /// A copy of entry `index`, to keep.
    public LogEntry entry(int index) {
        byte[] line = Arrays.copyOfRange(bytes, offset(index), ends[index]);
        return new LogEntry(source(index), times[index], line, partials[index]);
    }

    /// Appends an entry; its bytes are copied.
    ///
    /// @return this
    public LogBatch add(
            LogSource source, long timeNanos, byte[] from, int offset, int length, @Nullable Partial partial) {
        reserve(length);
        System.arraycopy(from, offset, bytes, used, length);
        used += length;
        mark(source, timeNanos, partial);
        return this;
    }

    /// Appends an entry; its bytes are copied.
    ///
    /// @return this
    public LogBatch add(LogEntry entry) {
        return add(entry.source(), entry.timeNanos(), entry.line(), 0, entry.line().length, entry.partial());
    }

    /// Appends a copy of entry `index` of another batch.
    ///
    /// @return this
    public LogBatch add(LogBatch other, int index) {
        return add(
                other.source(index),
                other.times[index],
                other.bytes,
                other.offset(index),
                other.length(index),
                other.partials[index]);
    }

    /// Forgets the first `count` entries.
    public void removeFirst(int count) {
        int cut = count == 0 ? 0 : ends[count - 1];
        System.arraycopy(bytes, cut, bytes, 0, used - cut);
        for (int i = count; i < size; i++) {
            ends[i - count] = ends[i] - cut;
            times[i - count] = times[i];
            sources[i - count] = sources[i];
            partials[i - count] = partials[i];
        }
        Arrays.fill(partials, size - count, size, null);
        used -= cut;
        size -= count;
    }

    /// Forgets all entries and keeps the room.
    public void clear() {
        Arrays.fill(partials, 0, size, null);
        used = 0;
        size = 0;
    }

    private void reserve(int length) {
        if (bytes.length - used < length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, used + length));
        }
        if (size == ends.length) {
            int room = size * 2 + 1;
            ends = Arrays.copyOf(ends, room);
            times = Arrays.copyOf(times, room);
            sources = Arrays.copyOf(sources, room);
            partials = Arrays.copyOf(partials, room);
        }
    }

    private void mark(LogSource source, long timeNanos, @Nullable Partial partial) {
        ends[size] = used;
        times[size] = timeNanos;
        sources[size] = (byte) source.number();
        partials[size] = partial;
        size++;
    }
}
