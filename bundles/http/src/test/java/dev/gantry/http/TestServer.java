package dev.gantry.http;

import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Route;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.json.JsonValues;
import dev.gantry.api.listener.BoundSocket;
import dev.gantry.api.listener.Listener;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server on a unix socket (and on TCP when asked), with the routes that a test gives it.
final class TestServer implements AutoCloseable {
    static final Limits LIMITS = new Limits(
            4096,
            16 * 1024,
            64 * 1024,
            200,
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            Duration.ofMillis(300));

    final HttpApiServer server;
    final Path socket;
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final Path dir;

    TestServer(Route... routes) throws IOException {
        this(LIMITS, routes);
    }

    TestServer(Limits limits, Route... routes) throws IOException {
        Epoll.ensureAvailability();
        dir = Files.createTempDirectory("gantry-http");
        socket = dir.resolve("s");
        server = new HttpApiServer(Map.of(), limits, pauses::add);
        server.bindJson(new FakeCodec());
        server.bindListener(unix(), Map.of(Listener.SCHEME, "unix"));
        server.bindListener(tcp(), Map.of(Listener.SCHEME, "tcp"));
        List<Route> all = List.of(routes);
        server.bindRouter(() -> all, Map.of());
        server.bind(List.of("unix://" + socket));
        server.serve();
    }

    static Listener unix() {
        return address -> {
            try {
                Socket opened = Socket.newSocketDomain();
                opened.bind(new DomainSocketAddress(address.spec()));
                opened.listen(128);
                return List.of(new BoundSocket(
                        opened.intValue(), BoundSocket.Kind.UNIX, address.spec(), Path.of(address.spec())));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        };
    }

    static Listener tcp() {
        return _ -> {
            try {
                Socket opened = Socket.newSocketStream();
                opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                opened.listen(128);
                return List.of(new BoundSocket(
                        opened.intValue(),
                        BoundSocket.Kind.TCP,
                        "127.0.0.1:" + opened.localAddress().getPort(),
                        null));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        };
    }

    RawClient connect() throws IOException {
        return new RawClient(socket);
    }

    static void ok(Exchange exchange) throws IOException {
        exchange.respondBytes(200, "text/plain", "OK".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop(Duration.ofMillis(500));
            server.deactivate();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(socket);
        Files.deleteIfExists(dir);
    }

    /// Writes a value's text and reads a body as a string: enough JSON for what stands here.
    static final class FakeCodec implements JsonCodec {
        @Override
        public byte[] write(Object value) {
            return String.valueOf(value).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void write(Object value, OutputStream out) throws IOException {
            out.write(write(value));
        }

        @Override
        public <T> T read(byte[] json, Class<T> type) {
            return type.cast(new String(json, StandardCharsets.UTF_8));
        }

        @Override
        public <T> T read(InputStream in, Class<T> type) throws IOException {
            return read(in.readAllBytes(), type);
        }

        @Override
        public <T> List<T> readList(byte[] json, Class<T> element) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> JsonValues<T> readValues(InputStream in, Class<T> type) {
            throw new UnsupportedOperationException();
        }
    }
}
