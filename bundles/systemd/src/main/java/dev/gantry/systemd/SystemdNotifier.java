package dev.gantry.systemd;

import dev.gantry.api.config.LifecycleListener;
import dev.gantry.api.linux.Sockets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends `READY=1` and `STOPPING=1` to the socket that `NOTIFY_SOCKET` names; without one it does nothing.
@Component
public final class SystemdNotifier implements LifecycleListener {
    private static final Logger LOG = LoggerFactory.getLogger(SystemdNotifier.class);

    private final Sockets sockets;
    private final String socket;

    @Activate
    public SystemdNotifier(@Reference Sockets sockets) {
        this(sockets, System.getenv().getOrDefault("NOTIFY_SOCKET", ""));
    }

    SystemdNotifier(Sockets sockets, String socket) {
        this.sockets = sockets;
        this.socket = socket;
    }

    @Override
    public void ready() {
        send("READY=1");
    }

    @Override
    public void stopping() {
        send("STOPPING=1");
    }

    private void send(String state) {
        if (socket.isEmpty()) {
            return;
        }
        try {
            sockets.notify(socket, state.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.warn("cannot notify systemd: {}", e.getMessage());
        }
    }
}
