package dev.gantry.launcher.console;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Waits for a daemon and asks it some common questions, so that it has loaded the classes that it needs for them.
public final class Rehearsal {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final List<String> REQUESTS = List.of(
            "GET /_ping",
            "HEAD /_ping",
            "GET /v1.41/version",
            "GET /v1.51/info",
            "GET /v1.41/containers/json?all=1",
            "GET /v1.41/images/json",
            "GET /v1.41/networks",
            "GET /v1.41/volumes",
            "GET /v1.41/containers/none/json",
            "GET /v1.41/images/none/json",
            "POST /v1.41/containers/none/start",
            "GET /v1.41/events?since=1&until=2");

    private Rehearsal() {}

    /// @param args the daemon's socket
    public static void main(String[] args) throws IOException {
        UnixDomainSocketAddress socket = UnixDomainSocketAddress.of(Path.of(args[0]));
        Instant end = Instant.now().plus(PATIENCE);
        while (!answers(socket)) {
            if (Instant.now().isAfter(end)) {
                System.err.println("no answer on " + args[0]);
                System.exit(1);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        for (String request : REQUESTS) {
            ask(socket, request);
        }
    }

    private static boolean answers(UnixDomainSocketAddress socket) {
        try {
            return ask(socket, "GET /_ping") > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /// @return how many bytes came back
    private static int ask(UnixDomainSocketAddress socket, String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(socket)) {
            String message = request + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n";
            channel.write(ByteBuffer.wrap(message.getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(8192);
            int total = 0;
            for (int read = channel.read(answer); read > 0; read = channel.read(answer.clear())) {
                total += read;
            }
            return total;
        }
    }
}
