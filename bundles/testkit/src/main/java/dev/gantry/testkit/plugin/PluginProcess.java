package dev.gantry.testkit.plugin;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// A legacy Docker plugin: speaks the protocol on a unix socket of its own, in a thread of the test. It says that it does what it is
/// told to, answers each method as it is told, and remembers what it was asked.
public final class PluginProcess implements AutoCloseable {
    /// A call that has come in.
    ///
    /// @param method such as `AuthZPlugin.AuthZReq`
    /// @param headers names in lower case
    /// @param body JSON; empty for the activation
    public record Call(String method, Map<String, String> headers, String body) {}

    private record Reply(int status, UnaryOperator<String> body) {}

    private final Path socket;
    private final ServerSocketChannel server;
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final List<Call> calls = new ArrayList<>();

    /// Listens at once.
    ///
    /// @param socket where; its directory must be there
    /// @param kind what it says it can do, such as `authz`
    public PluginProcess(Path socket, String kind) throws IOException {
        this.socket = socket;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        answer("Plugin.Activate", 200, _ -> "{\"Implements\":[\"" + kind + "\"]}");
        Thread.ofVirtual().name("plugin").start(this::serve);
    }

    /// Answers a method from now on; `body` makes the answer from the request's body.
    public PluginProcess answer(String method, int status, UnaryOperator<String> body) {
        replies.put(method, new Reply(status, body));
        return this;
    }

    /// Answers a method with 200 and always the same.
    public PluginProcess answer(String method, String body) {
        return answer(method, 200, _ -> body);
    }

    /// What came in so far, but activations.
    public List<Call> calls() {
        return all().stream()
                .filter(call -> !call.method().equals("Plugin.Activate"))
                .toList();
    }

    /// What came in so far.
    public List<Call> all() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    private void serve() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                Thread.ofVirtual().name("plugin call").start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(client));
            String line = line(in);
            if (line.isEmpty()) {
                return;
            }
            Map<String, String> headers = new TreeMap<>();
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                int colon = header.indexOf(':');
                headers.put(
                        header.substring(0, colon).toLowerCase(Locale.ROOT),
                        header.substring(colon + 1).strip());
            }
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            String method = line.split(" ")[1].substring(1);
            synchronized (calls) {
                calls.add(new Call(method, headers, body));
            }
            Reply reply = replies.getOrDefault(method, new Reply(404, _ -> "404 page not found"));
            send(Channels.newOutputStream(client), reply.status(), reply.body().apply(body));
        } catch (IOException e) {
            // The caller has gone: nobody is left to be told.
            return;
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                text.append((char) c);
            }
        }
        return text.toString();
    }

    private static void send(OutputStream out, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " Status\r\nContent-Type: application/json\r\nContent-Length: "
                + bytes.length + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.flush();
    }

    /// Stops listening and removes the socket.
    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
