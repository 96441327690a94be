package dev.gantry.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Says exactly what a test tells it to, and hears exactly what comes.
final class RawClient implements AutoCloseable {
    private final SocketChannel channel;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    RawClient(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        return this;
    }

    RawClient request(String line, String... headers) throws IOException {
        StringBuilder text = new StringBuilder(line).append(" HTTP/1.1\r\nHost: x\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return send(text.append("\r\n").toString());
    }

    RawClient endOutput() throws IOException {
        channel.shutdownOutput();
        return this;
    }

    /// Reads until `end` has come, and gives all up to and with it.
    String until(String end) throws IOException {
        while (true) {
            String text = heard.toString(StandardCharsets.ISO_8859_1);
            int at = text.indexOf(end);
            if (at >= 0) {
                byte[] all = heard.toByteArray();
                heard.reset();
                heard.write(all, at + end.length(), all.length - at - end.length());
                return text.substring(0, at + end.length());
            }
            if (!more()) {
                throw new IOException("connection ended after: " + text);
            }
        }
    }

    /// Reads to the end of the connection.
    String rest() throws IOException {
        while (more()) {}
        String text = heard.toString(StandardCharsets.ISO_8859_1);
        heard.reset();
        return text;
    }

    /// The head of an answer without its Date.
    String head() throws IOException {
        return until("\r\n\r\n").replaceAll("(?i)date: [^\r]*\r\n", "");
    }

    private boolean more() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        int count;
        try {
            count = channel.read(buffer);
        } catch (IOException e) {
            return false;
        }
        if (count > 0) {
            heard.write(buffer.array(), 0, count);
        }
        return count >= 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
