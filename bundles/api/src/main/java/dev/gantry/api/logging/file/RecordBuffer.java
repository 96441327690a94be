package dev.gantry.api.logging.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing array that a [LogFormat] writes records into. Not safe for use by several threads at once.
public final class RecordBuffer {
    private byte[] bytes;
    private int length;

    /// @param room bytes to begin with
    public RecordBuffer(int room) {
        bytes = new byte[room];
    }

    /// The number of bytes written so far.
    public int length() {
        return length;
    }

    /// Makes room for `more` bytes and gives the array to write them into, from [#length] on. Follow with [#advance].
    public byte[] reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
        return bytes;
    }

    /// Counts bytes in that were written into the array of [#reserve].
    ///
    /// @param newLength the end of what was written
    public void advance(int newLength) {
        length = newLength;
    }

    /// Appends one byte.
    public void put(int value) {
        reserve(1)[length++] = (byte) value;
    }

    /// Appends an array.
    public void put(byte[] from) {
        put(from, 0, from.length);
    }

    /// Appends a part of an array.
    public void put(byte[] from, int offset, int count) {
        System.arraycopy(from, offset, reserve(count), length, count);
        length += count;
    }

    /// Appends a text in UTF-8.
    public void put(String text) {
        put(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Overwrites four bytes, most significant first.
    public void setInt(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    /// A view of what was written; valid until the next change.
    public ByteBuffer view() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    /// A copy of what was written.
    public byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    /// Forgets everything and keeps the room.
    public void clear() {
        length = 0;
    }
}
