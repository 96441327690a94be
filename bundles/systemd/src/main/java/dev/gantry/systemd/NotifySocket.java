package dev.gantry.systemd;

import dev.gantry.api.linux.Sockets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The service manager's ear.
final class NotifySocket {
    private static final Logger LOG = LoggerFactory.getLogger(NotifySocket.class);

    private final Sockets sockets;
    private final String path;

    /// @param path as in `NOTIFY_SOCKET`: a file, `@` and a name in the abstract namespace, or empty for none
    NotifySocket(Sockets sockets, String path) {
        this.sockets = sockets;
        this.path = path;
    }

    boolean isThere() {
        return !path.isEmpty();
    }

    /// @param assignments one `NAME=value` a line
    void send(String assignments) {
        if (!isThere()) {
            return;
        }
        try {
            sockets.notify(path, assignments.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("cannot notify systemd: {}", e.getMessage());
        }
    }
}
