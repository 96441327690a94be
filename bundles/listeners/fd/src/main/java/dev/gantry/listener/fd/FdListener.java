package dev.gantry.listener.fd;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.Descriptors;
import dev.gantry.api.linux.Sockets;
import dev.gantry.api.listener.BoundSocket;
import dev.gantry.api.listener.ListenAddress;
import dev.gantry.api.listener.Listener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `fd://` and `fd://N`: the sockets that systemd opened for the daemon.
@Component(property = Listener.SCHEME + "=fd")
public final class FdListener implements Listener {
    private final Sockets sockets;
    private final Descriptors descriptors;
    private final UnixSocketTable unix;
    private final Map<String, String> environment;
    private final long pid;

    /// @param sockets knows what a descriptor is
    /// @param descriptors prepares the descriptors and closes those that are not wanted
    @Activate
    public FdListener(@Reference Sockets sockets, @Reference Descriptors descriptors) {
        this(
                sockets,
                descriptors,
                new UnixSocketTable(),
                System.getenv(),
                ProcessHandle.current().pid());
    }

    FdListener(
            Sockets sockets, Descriptors descriptors, UnixSocketTable unix, Map<String, String> environment, long pid) {
        this.sockets = sockets;
        this.descriptors = descriptors;
        this.unix = unix;
        this.environment = environment;
        this.pid = pid;
    }

    @Override
    public List<BoundSocket> bind(ListenAddress address) {
        PassedDescriptors passed = PassedDescriptors.of(environment, pid);
        List<BoundSocket> bound = new ArrayList<>();
        for (int fd : passed.wanted(address.spec())) {
            bound.add(describe(fd));
        }
        passed.unwanted(address.spec()).forEach(descriptors::close);
        return bound;
    }

    BoundSocket describe(int fd) {
        if (!sockets.isListening(fd)) {
            throw EngineException.invalidParameter("file descriptor " + fd + " is not a listening socket");
        }
        try {
            descriptors.setNonBlocking(fd, true);
            String path = unix.path(fd);
            if (path != null) {
                // The file is the service manager's; it stays when the socket is closed.
                return new BoundSocket(fd, BoundSocket.Kind.UNIX, path, null);
            }
            InetSocketAddress local = sockets.localAddress(fd);
            String host = local.getAddress().getHostAddress();
            return new BoundSocket(
                    fd,
                    BoundSocket.Kind.TCP,
                    (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + local.getPort(),
                    null);
        } catch (IOException e) {
            throw EngineException.system("file descriptor " + fd + ": " + e.getMessage(), e);
        }
    }
}
