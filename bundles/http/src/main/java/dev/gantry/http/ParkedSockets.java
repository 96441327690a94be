package dev.gantry.http;

import dev.gantry.api.listener.BoundSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps descriptors over an update of this very bundle: listening sockets, and connections that rest between two requests. They
/// stand in a system property, as text, because no class and no object of the bundle survives; what clients send waits in the kernel.
final class ParkedSockets {
    private static final String PROPERTY = "dev.gantry.http.parked";
    private static final String LISTENING = "listening";
    private static final String CONNECTED = "connected";

    private final StringBuilder text = new StringBuilder();
    private boolean closed;

    /// A descriptor that waits for its next owner.
    ///
    /// @param connection of a connection; -1 for a listening socket
    /// @param host the address as configured; empty for a connection
    /// @param socket the listening socket, or the one that took the connection
    record Parked(int connection, String host, BoundSocket socket) {
        boolean isListening() {
            return connection < 0;
        }
    }

    /// Adds a listening socket.
    synchronized void add(String host, BoundSocket socket) {
        line(LISTENING, "-1", host, socket);
    }

    /// Adds a connection.
    ///
    /// @return false when it is too late
    synchronized boolean add(int connection, BoundSocket socket) {
        if (!closed) {
            line(CONNECTED, String.valueOf(connection), "", socket);
        }
        return !closed;
    }

    private void line(String kind, String connection, String host, BoundSocket socket) {
        text.append(String.join(
                        "\t",
                        kind,
                        connection,
                        host,
                        String.valueOf(socket.fd()),
                        socket.kind().name(),
                        socket.address(),
                        Optional.ofNullable(socket.path()).map(Path::toString).orElse(""),
                        "end"))
                .append('\n');
    }

    /// Leaves them to whoever takes them.
    synchronized void park() {
        closed = true;
        if (!text.isEmpty()) {
            System.setProperty(PROPERTY, text.toString());
        }
    }

    /// Takes what is parked; the next caller finds nothing.
    static List<Parked> take() {
        String text = System.clearProperty(PROPERTY);
        List<Parked> parked = new ArrayList<>();
        if (text != null) {
            text.lines().map(ParkedSockets::parse).forEach(parked::add);
        }
        return parked;
    }

    private static Parked parse(String line) {
        String[] field = line.split("\t");
        @Nullable Path path = field[6].isEmpty() ? null : Path.of(field[6]);
        BoundSocket socket =
                new BoundSocket(Integer.parseInt(field[3]), BoundSocket.Kind.valueOf(field[4]), field[5], path);
        return new Parked(Integer.parseInt(field[1]), field[2], socket);
    }
}
