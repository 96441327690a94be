package dev.gantry.api.logging;

import java.io.IOException;
import java.io.OutputStream;

/// Docker's frame around a piece of output when several streams share a connection: stream number, three zeros, length (four
/// bytes, most significant first), bytes.
public final class StreamFrame {
    /// The stream number of a message from the daemon itself.
    public static final int SYSTEM_ERROR = 3;

    /// The bytes before the payload.
    public static final int HEADER_LENGTH = 8;

    private StreamFrame() {}

    /// The header for `length` bytes of payload.
    ///
    /// @param stream 1, 2 or 3; see [LogSource#number]
    public static byte[] header(int stream, int length) {
        return new byte[] {
            (byte) stream, 0, 0, 0, (byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length
        };
    }

    /// Writes one frame with a single call of `output`.
    public static void write(OutputStream output, int stream, byte[] bytes, int offset, int length) throws IOException {
        byte[] frame = new byte[HEADER_LENGTH + length];
        System.arraycopy(header(stream, length), 0, frame, 0, HEADER_LENGTH);
        System.arraycopy(bytes, offset, frame, HEADER_LENGTH, length);
        output.write(frame);
    }
}
