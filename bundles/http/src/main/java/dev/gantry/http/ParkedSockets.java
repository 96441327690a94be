package dev.gantry.http;

import dev.gantry.api.listener.BoundSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps listening descriptors over an update of this very bundle. They stand in a system property, as text, because no class and no
/// object of the bundle survives; their clients wait in the backlog meanwhile.
final class ParkedSockets {
    private static final String PROPERTY = "dev.gantry.http.parked";

    private ParkedSockets() {}

    /// A descriptor that waits for its next owner.
    ///
    /// @param host the address as configured
    /// @param socket the descriptor
    record Parked(String host, BoundSocket socket) {}

    static void park(List<ServerSockets.Listening> released) {
        StringBuilder text = new StringBuilder();
        for (ServerSockets.Listening each : released) {
            BoundSocket socket = each.socket();
            Path path = socket.path();
            text.append(String.join(
                            "\t",
                            each.host(),
                            String.valueOf(socket.fd()),
                            socket.kind().name(),
                            socket.address(),
                            path == null ? "" : path.toString(),
                            "end"))
                    .append('\n');
        }
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
        @Nullable Path path = field[4].isEmpty() ? null : Path.of(field[4]);
        return new Parked(
                field[0],
                new BoundSocket(Integer.parseInt(field[1]), BoundSocket.Kind.valueOf(field[2]), field[3], path));
    }
}
