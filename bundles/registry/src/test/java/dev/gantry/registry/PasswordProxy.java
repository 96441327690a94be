package dev.gantry.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A proxy that makes tunnels for those who know its password. Wherever they want to go, they get to one server.
final class PasswordProxy implements AutoCloseable {
    private static final int LONGEST_HEAD = 8192;

    final List<String> heads = new CopyOnWriteArrayList<>();
    private final ServerSocket listening;
    private volatile int refusal = 407;
    private final String authorization;
    private final int target;

    /// @param authorization what the header `Proxy-Authorization` has to be
    /// @param target port of the server on loopback
    PasswordProxy(String authorization, int target) throws IOException {
        this.authorization = authorization;
        this.target = target;
        listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /// @param status what those are answered who do not know the password
    void refuseWith(int status) {
        refusal = status;
    }

    String host() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // It has been closed.
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            heads.add(head);
            boolean known = head.contains("\r\nProxy-Authorization: " + authorization + "\r\n");
            String answer = known
                    ? "HTTP/1.1 200 OK\r\n\r\n"
                    : "HTTP/1.1 " + refusal
                            + " No\r\nProxy-Authenticate: Basic realm=\"r\"\r\nContent-Length: 0\r\n\r\n";
            client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            if (known) {
                tunnel(client);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0 && head.length() < LONGEST_HEAD) {
            int read = in.read();
            if (read < 0) {
                break;
            }
            head.append((char) read);
        }
        return head.toString();
    }

    private void tunnel(Socket client) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            Thread.ofVirtual().start(() -> {
                try {
                    pump(client, server);
                } catch (IOException e) {
                    // One end has left; the other direction ends with it.
                }
            });
            pump(server, client);
        }
    }

    private static void pump(Socket from, Socket to) throws IOException {
        OutputStream out = to.getOutputStream();
        from.getInputStream().transferTo(out);
        to.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
