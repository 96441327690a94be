package dev.gantry.router.containers;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Hijacked;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/// The server's side of a web socket (RFC 6455) that carries plain bytes: each write is one message, and the messages that come in
/// are read one after the other.
final class WebSocket implements AutoCloseable {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final Hijacked raw;
    private final int opcode;
    private boolean closed;

    private WebSocket(Hijacked raw, int opcode) {
        this.raw = raw;
        this.opcode = opcode;
    }

    /// The key of a request for a web socket.
    ///
    /// @throws EngineException INVALID_PARAMETER when it is none
    static String key(Exchange exchange) {
        String key = exchange.header("Sec-WebSocket-Key");
        if (key == null || !"websocket".equalsIgnoreCase(exchange.header("Upgrade"))) {
            throw EngineException.invalidParameter("not websocket protocol");
        }
        return key;
    }

    static WebSocket accept(Exchange exchange, String key, boolean binary) throws IOException {
        exchange.setHeader("Sec-WebSocket-Accept", answerTo(key));
        return new WebSocket(exchange.upgrade("websocket"), binary ? BINARY : TEXT);
    }

    static String answerTo(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder()
                    .encodeToString(sha1.digest((key.trim() + MAGIC).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    InputStream input() {
        return new Messages();
    }

    OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                send(opcode, bytes, offset, length);
            }
        };
    }

    void onClose(Runnable action) {
        raw.onClose(action);
    }

    /// Says goodbye and closes the connection.
    @Override
    public void close() {
        try {
            sendClose();
        } catch (IOException gone) {
            // Nobody is left to say goodbye to.
        }
        raw.close();
    }

    private synchronized void sendClose() throws IOException {
        if (!closed) {
            send(CLOSE, new byte[] {0x03, (byte) 0xe8}, 0, 2);
            closed = true;
        }
    }

    private synchronized void send(int code, byte[] bytes, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("the web socket is closed");
        }
        int head = length < 126 ? 2 : length < 65536 ? 4 : 10;
        byte[] frame = new byte[head + length];
        frame[0] = (byte) (0x80 | code);
        frame[1] = (byte) (length < 126 ? length : length < 65536 ? 126 : 127);
        for (int i = 0; i < head - 2; i++) {
            frame[head - 1 - i] = i < 4 ? (byte) (length >>> (8 * i)) : 0;
        }
        System.arraycopy(bytes, offset, frame, head, length);
        raw.output().write(frame);
    }

    /// The payload of the client's messages, without their borders.
    private final class Messages extends InputStream {
        private final InputStream in = raw.input();
        private final byte[] mask = new byte[4];
        private long left;
        private int maskAt;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            while (left == 0) {
                if (!nextMessage()) {
                    return -1;
                }
            }
            int count = in.read(into, offset, (int) Math.min(length, left));
            if (count < 0) {
                return -1;
            }
            unmask(into, offset, count);
            left -= count;
            return count;
        }

        private void unmask(byte[] bytes, int offset, int count) {
            for (int i = 0; i < count; i++) {
                bytes[offset + i] ^= mask[maskAt++ & 3];
            }
        }

        private boolean nextMessage() throws IOException {
            int first = in.read();
            int second = in.read();
            if (second < 0) {
                return false;
            }
            long length = length(second & 0x7f);
            if ((second & 0x80) == 0 || length < 0 || in.readNBytes(mask, 0, 4) < 4) {
                throw new IOException("malformed web socket frame");
            }
            maskAt = 0;
            int code = first & 0x0f;
            if (code <= BINARY) {
                left = length;
                return true;
            }
            return control(code, length);
        }

        private long length(int shortForm) throws IOException {
            int bytes = shortForm == 126 ? 2 : shortForm == 127 ? 8 : 0;
            long length = bytes == 0 ? shortForm : 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | (in.read() & 0xff);
            }
            return length;
        }

        private boolean control(int code, long length) throws IOException {
            if (length > 125) {
                throw new IOException("malformed web socket frame");
            }
            byte[] payload = in.readNBytes((int) length);
            unmask(payload, 0, payload.length);
            if (code == PING) {
                send(PONG, payload, 0, payload.length);
            }
            return code != CLOSE;
        }
    }
}
