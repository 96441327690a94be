package dev.gantry.itests;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/// An HTTP client without a library, so that nothing is retried behind the test's back.
final class RawClient {
    private RawClient() {}

    /// Asks again and again on one connection.
    ///
    /// @return how many answers came, each with status 200
    static int keepAsking(Path socket, String path, AtomicBoolean done) throws IOException {
        int answers = 0;
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            while (!done.get()) {
                ask(channel, path);
                answers++;
            }
        }
        return answers;
    }

    /// Asks on a new connection each time.
    static int askAnew(Path socket, String path, AtomicBoolean done) throws IOException {
        int answers = 0;
        while (!done.get()) {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                ask(channel, path);
                answers++;
            }
        }
        return answers;
    }

    private static void ask(SocketChannel channel, String path) throws IOException {
        ByteBuffer request =
                ByteBuffer.wrap(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        while (request.hasRemaining()) {
            channel.write(request);
        }
        String head = readHead(channel);
        if (!head.startsWith("HTTP/1.1 200 ")) {
            throw new AssertionError(path + ": " + head);
        }
        int at = head.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
        if (at < 0) {
            throw new AssertionError("no length: " + head);
        }
        int length = Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)));
        ByteBuffer body = ByteBuffer.allocate(length);
        while (body.hasRemaining()) {
            if (channel.read(body) < 0) {
                throw new EOFException("body of " + path);
            }
        }
    }

    private static String readHead(SocketChannel channel) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            one.clear();
            if (channel.read(one) < 0) {
                throw new EOFException("head: " + head);
            }
            head.write(one.get(0));
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }
}
